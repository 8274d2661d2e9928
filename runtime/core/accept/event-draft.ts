/** What a request says of an event, before anything of it is checked. */
export interface EventDraft {
  /** CloudEvents attributes by name, extensions under `extensions`. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The payload; undefined when the request holds none. */
  readonly data: unknown;
  /** Where an attribute or a part of the payload (`["data", …]`) stands in the request. */
  readonly locate: (path: readonly string[]) => string;
}

const contextAttributes = new Set(["id", "source", "type", "subject", "time", "dataschema"]);

/** Sets extension attributes apart; entries, as an assignment would lose one that is named `__proto__`. */
export function attributesOf(entries: readonly (readonly [string, unknown])[]): EventDraft["attributes"] {
  const extensions = entries.filter(([name]) => !contextAttributes.has(name));
  const attributes = Object.fromEntries(entries.filter(([name]) => contextAttributes.has(name)));
  return extensions.length === 0 ? attributes : { ...attributes, extensions: Object.fromEntries(extensions) };
}
