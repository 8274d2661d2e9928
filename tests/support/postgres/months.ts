/** The first of the month that lies so many months from now, in UTC. */
function monthAt(months: number): Date {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 1));
}

/** A moment in the middle of that month, as RFC 3339 writes it. */
export function middleOf(months: number): string {
  return new Date(monthAt(months).getTime() + 14 * 86_400_000).toISOString();
}

/** The name of that month's partition. */
export function partitionOf(months: number): string {
  return `event_${monthAt(months).toISOString().slice(0, 7).replace("-", "_")}`;
}
