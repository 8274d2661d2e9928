export const help = `Runs Fluxa on this machine: the same functions as on AWS, with PostgreSQL, SQS, SNS and S3 included.

Usage: npm start -- [options]

  --port <number>     port of the API on 127.0.0.1 (FLUXA_PORT, default 8787; 0 takes a free one)
  --data-dir <path>   where events, queues and payloads are kept (FLUXA_DATA_DIR, default .fluxa)
  --reset             delete what earlier runs stored there, then start
  --help              print this

FLUXA_API_KEY is the key that requests carry as x-api-key (default local-dev-key).
Ctrl-C finishes what is in flight and stops. Read the notifications with: npm run notifications
`;
