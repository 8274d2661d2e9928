/** What became of one event; times in milliseconds since the process began. */
interface Entry {
  /** When it was to be sent, whether or not it was sent then. */
  readonly due: number;
  answer: "none" | "accepted" | "refused";
  heard: number | undefined;
}

/** All events of a run: what was sent, what was answered and what was announced. */
export class Ledger {
  readonly #entries = new Map<string, Entry>();
  #accepted = 0;
  #refused = 0;
  #settled = 0;

  /** Events that the API took. */
  get accepted(): number {
    return this.#accepted;
  }

  /** Events that the API did not take, or of which nobody knows. */
  get refused(): number {
    return this.#refused;
  }

  /** Taken and not yet announced. */
  get waiting(): number {
    return this.#accepted - this.#settled;
  }

  send(id: string, due: number): void {
    this.#entries.set(id, { due, answer: "none", heard: undefined });
  }

  answer(id: string, accepted: boolean): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) throw new Error(`${id} was answered and never sent.`);
    entry.answer = accepted ? "accepted" : "refused";
    if (!accepted) this.#refused += 1;
    else {
      this.#accepted += 1;
      if (entry.heard !== undefined) this.#settled += 1;
    }
  }

  /** @throws Error when nobody sent it. */
  hear(id: string, at: number): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) throw new Error(`${id} was announced and never sent.`);
    if (entry.heard !== undefined) return;
    entry.heard = at;
    if (entry.answer === "accepted") this.#settled += 1;
  }

  /** Milliseconds from when each of these was to be sent to when it was heard. */
  latencies(ids: readonly string[]): readonly number[] {
    return ids.flatMap((id) => {
      const { due, heard } = this.#entries.get(id) ?? {};
      return due === undefined || heard === undefined ? [] : [heard - due];
    });
  }

  /** Ids of what was taken, and of everything that was sent. */
  ids(): { readonly accepted: readonly string[]; readonly sent: ReadonlySet<string> } {
    const accepted = [...this.#entries].flatMap(([id, { answer }]) => (answer === "accepted" ? [id] : []));
    return { accepted, sent: new Set(this.#entries.keys()) };
  }
}
