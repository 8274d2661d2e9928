import { points } from "./faults/points.ts";

const widest = Math.max(...Object.keys(points).map(({ length }) => length));

const faults = Object.entries(points).map(
  ([point, { actions }]) => `  ${point.padEnd(widest)}  ${actions.join(", ")}`,
);

export const help = `Runs Fluxa on this machine: the same functions as on AWS, with PostgreSQL, SQS, SNS and S3 included.

Usage: npm start -- [options]

  --port <number>     port of the API on 127.0.0.1 (FLUXA_PORT, default 8787; 0 takes a free one)
  --data-dir <path>   where events, queues and payloads are kept (FLUXA_DATA_DIR, default .fluxa)
  --reset             delete what earlier runs stored there, then start
  --fault <rule>      let a fault strike (may be repeated): <point>=<action>[:<ms>][@<probability>][x<times>],
                      such as sqs.send=refuse@0.05
  --seed <number>     the same seed strikes the same occurrences (default 1)
  --help              print this

FLUXA_API_KEY is the key that requests carry as x-api-key (default local-dev-key).
Ctrl-C finishes what is in flight and stops. Read the notifications with: npm run notifications

Where faults can strike, and what can happen there; docs/faults.md says what each is:

${faults.join("\n")}
`;
