import {
  IdempotencyItemAlreadyExistsError,
  IdempotencyItemNotFoundError,
  IdempotencyRecordStatus,
} from "@aws-lambda-powertools/idempotency";
import { BasePersistenceLayer, IdempotencyRecord } from "@aws-lambda-powertools/idempotency/persistence";
import type { Pool, QueryResultRow } from "pg";

interface Row extends QueryResultRow {
  readonly id: string;
  readonly status: "COMPLETED" | "INPROGRESS" | "EXPIRED";
  readonly expiration: string | null;
  readonly in_progress_expiration: string | null;
  readonly data: null | string | Readonly<Record<string, string>>;
  readonly validation: string | null;
}

/** The library's own layers, with a table of PostgreSQL in the place of DynamoDB's, condition by condition. */
export class PostgresPersistenceLayer extends BasePersistenceLayer {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    super();
    this.#pool = pool;
  }

  /** Takes the key unless another holds it whose record or whose invocation has not expired. */
  protected async _putRecord(record: IdempotencyRecord): Promise<void> {
    const { rowCount } = await this.#pool.query({
      name: "put",
      text: `
        insert into idempotency as held (id, status, expiration, in_progress_expiration, validation)
        values ($1, $2, $3, $4, $5)
        on conflict (id) do update
        set status = excluded.status, expiration = excluded.expiration, data = null,
          in_progress_expiration = excluded.in_progress_expiration, validation = excluded.validation
        where held.expiration < $6
          or (held.status = '${IdempotencyRecordStatus.INPROGRESS}' and held.in_progress_expiration < $7)`,
      values: [
        record.idempotencyKey,
        record.getStatus(),
        record.expiryTimestamp,
        record.inProgressExpiryTimestamp,
        record.payloadHash,
        Math.floor(Date.now() / 1_000),
        Date.now(),
      ],
    });
    if (rowCount === 1) return;
    throw new IdempotencyItemAlreadyExistsError(
      `Failed to put record for already existing idempotency key: ${record.idempotencyKey}`,
      await this._getRecord(record.idempotencyKey),
    );
  }

  protected async _getRecord(idempotencyKey: string): Promise<IdempotencyRecord> {
    const { rows } = await this.#pool.query<Row>({
      name: "get",
      text: "select * from idempotency where id = $1",
      values: [idempotencyKey],
    });
    const [row] = rows;
    if (row === undefined) throw new IdempotencyItemNotFoundError();
    return new IdempotencyRecord({
      idempotencyKey: row.id,
      status: row.status,
      ...(row.expiration !== null && { expiryTimestamp: Number(row.expiration) }),
      ...(row.in_progress_expiration !== null && {
        inProgressExpiryTimestamp: Number(row.in_progress_expiration),
      }),
      ...(row.data !== null && { responseData: row.data }),
      ...(row.validation !== null && { payloadHash: row.validation }),
    });
  }

  protected async _updateRecord(record: IdempotencyRecord): Promise<void> {
    await this.#pool.query({
      name: "update",
      text: "update idempotency set status = $2, expiration = $3, data = $4, validation = $5 where id = $1",
      values: [
        record.idempotencyKey,
        record.getStatus(),
        record.expiryTimestamp,
        JSON.stringify(record.responseData),
        record.payloadHash,
      ],
    });
  }

  protected async _deleteRecord(record: IdempotencyRecord): Promise<void> {
    await this.#pool.query({
      name: "delete",
      text: "delete from idempotency where id = $1",
      values: [record.idempotencyKey],
    });
  }
}
