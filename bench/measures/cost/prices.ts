/** One price of AWS. */
export interface Price {
  /** For one unit. */
  readonly usd: number;
  readonly unit: string;
  /** The page that has it, or where else it was read. */
  readonly source: string;
}

const million = 1_000_000;
const secondHand = "Amazon SQS Pricing: Complete Guide (cloudburn.io, March 2026)";

/**
 * List prices without discounts, volume tiers or the free tier. They were written down from memory and
 * from what others publish, and were not verified against AWS's live pages: do so before a decision
 * stands on them. Whoever changes one changes the date as well.
 */
export const priceList = {
  region: "us-east-1",
  date: "2026-11-23",
  verified: false,
  prices: {
    apiGatewayRequest: { usd: 3.5 / million, unit: "REST API request", source: "Amazon API Gateway pricing" },
    lambdaRequest: { usd: 0.2 / million, unit: "invocation", source: "AWS Lambda pricing" },
    lambdaGbSecond: { usd: 0.0000133334, unit: "GB-second, arm64", source: "AWS Lambda pricing" },
    lambdaProvisionedGbSecond: {
      usd: 0.0000033334,
      unit: "GB-second kept warm, arm64",
      source: "AWS Lambda pricing",
    },
    sqsRequest: { usd: 0.4 / million, unit: "request of up to 64 KiB", source: "Amazon SQS pricing" },
    sqsFairQueue: {
      usd: 0.1 / million,
      unit: "request on a queue with message groups, on top",
      source: secondHand,
    },
    snsPublish: { usd: 0.5 / million, unit: "publish of up to 64 KiB", source: "Amazon SNS pricing" },
    s3Put: { usd: 5 / million, unit: "PUT", source: "Amazon S3 pricing" },
    s3Get: { usd: 0.4 / million, unit: "GET", source: "Amazon S3 pricing" },
    s3GbMonth: { usd: 0.023, unit: "GB-month, S3 Standard", source: "Amazon S3 pricing" },
    logGb: { usd: 0.5, unit: "GB of logs taken in", source: "Amazon CloudWatch pricing" },
    endpointGb: { usd: 0.01, unit: "GB through an interface endpoint", source: "AWS PrivateLink pricing" },
    zoneGb: { usd: 0.01, unit: "GB into or out of another zone", source: "Amazon EC2 on-demand pricing" },
    internetGb: { usd: 0.09, unit: "GB to the internet", source: "Amazon EC2 on-demand pricing" },
    databaseGbMonth: { usd: 0.115, unit: "GB-month of gp3", source: "Amazon RDS for PostgreSQL pricing" },
    endpointHour: { usd: 0.01, unit: "hour of an endpoint in a zone", source: "AWS PrivateLink pricing" },
    metricMonth: { usd: 0.3, unit: "custom metric a month", source: "Amazon CloudWatch pricing" },
    alarmMonth: { usd: 0.1, unit: "alarm a month", source: "Amazon CloudWatch pricing" },
    dashboardMonth: { usd: 3, unit: "dashboard a month", source: "Amazon CloudWatch pricing" },
    secretMonth: { usd: 0.4, unit: "secret a month", source: "AWS Secrets Manager pricing" },
  },
  /** PostgreSQL on demand in one zone, dollars an hour; two zones cost twice as much. */
  databases: {
    source: "Amazon RDS for PostgreSQL pricing; above db.m7g.large in proportion",
    classes: [
      // The vCPUs of family t are those that it may use all day: its baseline.
      { name: "db.t4g.micro", vcpus: 0.2, usdPerHour: 0.016 },
      { name: "db.t4g.small", vcpus: 0.4, usdPerHour: 0.032 },
      { name: "db.t4g.medium", vcpus: 0.4, usdPerHour: 0.065 },
      { name: "db.t4g.large", vcpus: 0.6, usdPerHour: 0.129 },
      { name: "db.m7g.large", vcpus: 2, usdPerHour: 0.168 },
      { name: "db.m7g.xlarge", vcpus: 4, usdPerHour: 0.336 },
      { name: "db.m7g.2xlarge", vcpus: 8, usdPerHour: 0.672 },
      { name: "db.m7g.4xlarge", vcpus: 16, usdPerHour: 1.344 },
      { name: "db.m7g.8xlarge", vcpus: 32, usdPerHour: 2.688 },
      { name: "db.m7g.12xlarge", vcpus: 48, usdPerHour: 4.032 },
      { name: "db.m7g.16xlarge", vcpus: 64, usdPerHour: 5.376 },
    ],
  },
} as const satisfies {
  readonly region: string;
  readonly date: string;
  readonly verified: boolean;
  readonly prices: Readonly<Record<string, Price>>;
  readonly databases: {
    readonly source: string;
    readonly classes: readonly {
      readonly name: string;
      readonly vcpus: number;
      readonly usdPerHour: number;
    }[];
  };
};
