export const usage = `Announces stored events of the instance that runs on this machine again.

Usage: npm run --silent replay -- <command> [options]

  start --from <time>     announces the events received since then again, in the order of their receipt
  resume <replay id>      goes on with a replay that stopped or was killed
  stop <replay id>        stops a replay that runs in another process
  list                    the latest replays: by whom, of which events, and how far they came
  show <replay id>        everything about one

Of start, several values of one option mean any of them, several options mean all of them:
  --from <time>           received at this time or later, such as 2026-11-22T17:00:00Z
  --to <time>             received before this time (now)
  --type <event type>     may be repeated
  --producer <name>       may be repeated
  --rate <number>         announcements a second (100, at most 5000)
  --dry-run               counts and announces nothing
  --seconds <number>      that the counting may take (60)
Of resume:
  --rate <number>         another rate than before
Of list:
  --limit <number>        (20)

  --actor <name>          who does this, for the record (the user's name)
  --json                  prints the answer as JSON
  --data-dir <path>       of the running instance (FLUXA_DATA_DIR, default .fluxa)
  --help                  print this

Ctrl-C stops a replay between two slices; nothing is lost, and resume goes on.
Exit code: 0 done, 1 not possible now, 2 not understood, 3 a replay stopped before its end,
4 it has finished, and SNS refused some.
`;
