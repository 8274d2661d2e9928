interface TextAttribute {
  readonly DataType: "String";
  readonly StringValue: string;
}

/** Attributes as SQS and SNS take them. */
export function textAttributes(attributes: Readonly<Record<string, string>>): Record<string, TextAttribute> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      { DataType: "String", StringValue: value } as const,
    ]),
  );
}

/** What attributes weigh: names, data types and values all count (SQS and SNS quotas). */
export function attributeBytes(attributes: Readonly<Record<string, string>>): number {
  return Object.entries(attributes).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + "String".length + Buffer.byteLength(value),
    0,
  );
}
