/** What nobody may find in a log: the name of a member, and a value. */
interface Secrets {
  readonly member: string;
  readonly value: string;
}

/** Bodies of requests that are refused, each with a secret in another place. */
export function secretiveRequests(whole: string, { member, value }: Secrets): readonly string[] {
  return [
    `${whole}${value}`,
    whole.replace("1999", `"${value}"`),
    whole.replace('"amount"', `"${member}":"${value}","amount"`),
    whole.replace('"amount"', `"${member}":1,"${member}":2,"amount"`),
    whole.replace('"metadata":{', `"metadata":{"${member}\\u0000":"${value}",`),
    whole.replace('"metadata":{', `"metadata":{"a":"${value}\\ud800",`),
    whole.replace('"type":"', `"type":"${value}`),
    whole.replace('"type"', `"${member}":"${value}","type"`),
    whole.replace('"currency":"EUR"', `"currency":"${value}"`),
    JSON.stringify(value),
    value,
  ];
}

/** Bodies of messages that are judged dead, each with a secret in another place. */
export function secretiveMessages(data: object, { member, value }: Secrets): readonly string[] {
  const message = {
    eventId: "00000000-0000-8000-8000-000000000001",
    acceptanceId: "00000000-0000-7000-8000-000000000001",
    correlationId: "judged",
    producer: "local-dev",
    receivedAt: new Date().toISOString(),
    fingerprint: "0".repeat(64),
    payloadBytes: 1,
    event: { id: "judged", source: "/x", type: "transaction.captured" },
  };
  return [
    `${value} is no JSON`,
    JSON.stringify({ [member]: value }),
    JSON.stringify({ ...message, [member]: value, data: {} }),
    JSON.stringify({ ...message, receivedAt: value, data: {} }),
    JSON.stringify({ ...message, data }),
    JSON.stringify({ ...message, data: { ...data, amount: value } }),
    JSON.stringify({ ...message, payloadKey: `payloads/${value}` }),
  ];
}
