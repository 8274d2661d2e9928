/** Account and name of a queue; its address may change, as the port of the local mode does. */
export function queueNameOf(queueUrl: string): string {
  return new URL(queueUrl).pathname.slice(1);
}
