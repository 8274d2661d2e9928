import {
  BackendTerminatedError,
  BackendTerminatedUnexpectedlyError,
  ConnectionError,
  InvalidInputError,
  StatementCancelledError,
  StatementTimeoutError,
  UnexpectedStateError,
} from "slonik";
import { StaleConnection } from "../../../sql/stale-connection.ts";
import { NoAnswer } from "../../../sql/within.ts";
import { RecordRejected, StoreBusy, StoreUnavailable } from "../../ports/store-errors.ts";

/**
 * What a failed statement means: a record that PostgreSQL cannot hold ({@link RecordRejected}), a
 * database that is not there ({@link StoreUnavailable}), or a fault of ours, returned as it is.
 */
export function classifyError(error: unknown): unknown {
  const chain = causes(error);
  const code = chain.map(codeOf).find((found) => found !== undefined);
  const message = chain.map(({ message }) => message.replace(/\.$/, "")).join(": ");
  if (isRejection(chain, code)) {
    // Without the cause: its detail can quote the payload, which must not reach a log.
    return new RecordRejected(`PostgreSQL cannot hold a record (${code ?? "22P02"}): ${rootMessage(chain)}.`);
  }
  if (isBusy(chain, code)) {
    return new StoreBusy(`Others are in the way in the database (${code}): ${message}.`, { cause: error });
  }
  if (isOutage(chain, code)) {
    return new StoreUnavailable(
      `The database does not answer${code === undefined ? "" : ` (${code})`}: ${message}.`,
      {
        cause: error,
        connectionsExhausted: code === tooManyConnections,
      },
    );
  }
  return error;
}

function causes(error: unknown): readonly Error[] {
  if (!(error instanceof Error)) return [];
  return [
    error,
    ...(error instanceof AggregateError ? error.errors.flatMap(causes) : []),
    ...causes(error.cause),
  ];
}

function codeOf(error: Error): string | undefined {
  return "code" in error && typeof error.code === "string" ? error.code : undefined;
}

function rootMessage(chain: readonly Error[]): string {
  return chain.at(-1)?.message ?? "no reason given";
}

// Data exception, integrity constraint violation, program limit exceeded; but for a column that
// must not be null, which no record leaves out and only a migration can ask for.
const rejections = /^(?!23502)(?:22|23|54)...$/;

function isRejection(chain: readonly Error[], code: string | undefined): boolean {
  if (code !== undefined) return rejections.test(code) && !hasMoved(chain, code);
  return chain.some((error) => error instanceof InvalidInputError && fromServer(error));
}

/** slonik drops the code of 22P02; its own sentences, about statements that are wrong, begin with a capital. */
function fromServer({ message }: Error): boolean {
  return /^[a-z]/.test(message);
}

const outages = new RegExp(
  [
    // Connection exceptions, insufficient resources (too many connections among them).
    "08...|53...",
    // Shutdown, crash, starting up, cancelled by the statement timeout or an administrator.
    "57...",
    // A primary that became a replica, or a session of a time before that.
    "25006|25P0[23]",
    // Logins fail while a failover or a rotation of credentials is under way.
    "28...",
    // Sockets.
    "ECONN.+|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL",
  ].join("|"),
);

/** Deadlock, serialisation, lock timeout: the database is there, and the same statement passes later. */
const contention = /^(?:40...|55P03|55006)$/;

function isBusy(chain: readonly Error[], code: string | undefined): boolean {
  return code !== undefined && (contention.test(code) || hasMoved(chain, code));
}

/** The server was reached and did not let the role in: asking again at once does not help. */
export function isRefusedLogin(error: unknown): boolean {
  return causes(error).some((cause) => codeOf(cause)?.startsWith("28") === true);
}

const outageErrors = [
  BackendTerminatedError,
  BackendTerminatedUnexpectedlyError,
  ConnectionError,
  NoAnswer,
  StaleConnection,
  StatementCancelledError,
  StatementTimeoutError,
] as const;

/** The row's partition was made while the statement was on its way to the default one: it passes the next time. */
function hasMoved(chain: readonly Error[], code: string | undefined): boolean {
  const named = chain.some((error) => "constraint" in error && typeof error.constraint === "string");
  return code === checkViolation && !named;
}

const checkViolation = "23514";

function isOutage(chain: readonly Error[], code: string | undefined): boolean {
  if (code !== undefined && new RegExp(`^(?:${outages.source})$`).test(code)) return true;
  return chain.some(
    (error) =>
      outageErrors.some((kind) => error instanceof kind) ||
      (error instanceof UnexpectedStateError && error.message.includes("Connection pool")) ||
      error.message.includes("Connection terminated"),
  );
}

const tooManyConnections = "53300";
