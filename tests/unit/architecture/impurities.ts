const impure = [
  /\bDate\.now\b/,
  /\bnew Date\b(?!\([^)])/,
  /\bMath\.random\b/,
  /\b(?:set(?:Timeout|Interval|Immediate)|randomUUID|randomBytes)\b/,
  /\bperformance\.now\b/,
  /\b(?:process\.|globalThis\.process\b)/,
];

/** What a piece of code without comments takes from the world around it instead of being given it. */
export function impurities(code: string): readonly string[] {
  return impure.flatMap((pattern) => pattern.exec(code)?.[0] ?? []);
}
