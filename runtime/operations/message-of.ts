/** What went wrong, for a record. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
