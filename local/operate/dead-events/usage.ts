export const usage = `Shows the dead events of the instance that runs on this machine, and sends them back.

Usage: npm run --silent dead-events -- <command> [options]

  list                    the latest dead events; each look hides them for a moment, and gives them back
  groups                  how many died of what, whose, since when
  show <id>               everything about one, by its event id or the message id of its letter
  redrive                 sends those that fit back to their queue: a few first, then the others
  resume <redrive id>     goes on with a redrive that stopped or was killed
  stop <redrive id>       stops a redrive that runs in another process
  redrives [redrive id]   what was sent back, by whom, and what became of it

Which dead events (several values of one option mean any of them, several options mean all of them):
  --failure-type <type>   as in docs/errors.md, or unjudged; may be repeated
  --producer <name>       may be repeated
  --type <event type>     may be repeated
  --event-id <id>         may be repeated
  --reason <text>         the reason contains it
  --from <time>           dead at this time or later, such as 2026-11-22T17:00:00Z
  --to <time>             dead before this time
  --all                   of a redrive: every one

Of list:      --limit <number> (50), --after <next of the page before>
Of show:      --payload prints the payload, too
Of redrive:   --dry-run counts and sends nothing
              --rate <number> messages a second (100, at most 1000)
              --canary <number> messages sent first (10), whose fate decides whether the others follow
              --failure-ratio <share> that may die again (0.1)
              --patience <seconds> in which it must become known what became of them (120)
A subscriber's redrive queue:
  --dead-letter-queue <url> --queue <url>

  --actor <name>          who does this, for the record (the user's name)
  --seconds <number>      that a look may take (60)
  --json                  prints the answer as JSON
  --data-dir <path>       of the running instance (FLUXA_DATA_DIR, default .fluxa)
  --help                  print this

Ctrl-C stops a redrive between two batches; nothing is lost, and resume goes on.
Exit code: 0 done, 1 not possible now, 2 not understood, 3 a redrive stopped before its end,
4 it has finished, and some died again or are not decided yet.
`;
