/** The seconds of `Prefer: wait=N` (RFC 7240 §4.3), at most `longest`; undefined when it asks for none that can be read. */
export function preferredWait(prefer: string | undefined, longest: number): number | undefined {
  const seconds = /(?:^|,)\s*wait\s*=\s*"?(\d{1,9})"?\s*(?=$|[,;])/i.exec(prefer ?? "")?.[1];
  return seconds === undefined ? undefined : Math.min(Number(seconds), longest);
}
