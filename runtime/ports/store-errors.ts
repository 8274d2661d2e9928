/** One record of the statement cannot be held by PostgreSQL (SQLSTATE classes 22, 23 and 54). */
export class RecordRejected extends Error {
  override readonly name = "RecordRejected";
}

/** The database cannot be reached, refuses connections, or failed over in mid-work: nobody's fault. */
export class StoreUnavailable extends Error {
  override readonly name: string = "StoreUnavailable";
  /** No connection was free, of the pool or of a database that may otherwise be well. */
  readonly connectionsExhausted: boolean;

  constructor(message: string, options: ErrorOptions & { readonly connectionsExhausted?: boolean } = {}) {
    super(message, options);
    this.connectionsExhausted = options.connectionsExhausted ?? false;
  }
}

/** The database answers, and others are in the way: the same statement passes a little later. */
export class StoreBusy extends StoreUnavailable {
  override readonly name = "StoreBusy";
}
