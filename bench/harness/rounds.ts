/** How rounds are taken. */
interface Rounds<Name extends string, Sample> {
  readonly contenders: readonly Name[];
  readonly rounds: number;
  readonly signal: AbortSignal;
  /** Takes one round of one contender, numbered from 0. */
  readonly take: (contender: Name, round: number) => Promise<Sample>;
}

/**
 * Takes the contenders in turn, round after round (A, B, C, A, B, C …), so that what slows the
 * machine down for a while slows all of them.
 * @returns For each contender what its rounds gave, in their order.
 * @throws The signal's reason once it is aborted.
 */
export async function interleaved<Name extends string, Sample>({
  contenders,
  rounds,
  signal,
  take,
}: Rounds<Name, Sample>): Promise<ReadonlyMap<Name, readonly Sample[]>> {
  const samples = new Map<Name, Sample[]>(contenders.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, taken] of samples) {
      signal.throwIfAborted();
      taken.push(await take(name, round));
    }
  }
  return samples;
}
