/** API Gateway's quota of usage plans in an account and region. */
const mostProducers = 300;

/** A producer's name names its key, its usage plan and its S3 keys. */
export function producerFaults(producers: readonly { readonly name: string }[]): readonly string[] {
  const names = producers.map(({ name }) => name);
  const repeated = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  return [
    ...(producers.length === 0
      ? ["producers is empty, so nobody could send an event. Configure at least one."]
      : []),
    ...(producers.length > mostProducers
      ? [
          `There are ${producers.length} producers, and API Gateway allows ${mostProducers} usage plans. Split them over several accounts.`,
        ]
      : []),
    ...repeated.map((name) => `The producer ${name} is configured twice. Give each its own name.`),
  ];
}
