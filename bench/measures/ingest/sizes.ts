/** Request bodies by size, in bytes; the largest payload that is accepted has 4 MiB. */
export const sizes = {
  "1KiB": 1_024,
  "16KiB": 16_384,
  "256KiB": 262_144,
  "1MiB": 1_048_576,
  "4MiB": 4_194_304,
} as const;

export type SizeName = keyof typeof sizes;

export const sizeNames = Object.keys(sizes) as readonly SizeName[];

/** What takes turns on the same bytes. */
export const contenders = ["floor", "own", "handler"] as const;

export type Contender = (typeof contenders)[number];
