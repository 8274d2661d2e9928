/** One message of PostgreSQL's protocol, with its head. */
export interface Frame {
  /** Undefined for the first message of a client, which has none. */
  readonly type: string | undefined;
  readonly bytes: Buffer;
}

/** Cuts a stream of bytes into the messages of PostgreSQL's protocol (version 3, "Message Formats"). */
export class FrameReader {
  #chunks: Buffer[] = [];
  #held = 0;
  #isFirst: boolean;

  /** @param side A client's first message has no type. */
  constructor(side: "client" | "server") {
    this.#isFirst = side === "client";
  }

  /** The messages that these bytes complete. */
  *push(chunk: Buffer): Generator<Frame> {
    this.#chunks.push(chunk);
    this.#held += chunk.length;
    for (let frame = this.#next(); frame !== undefined; frame = this.#next()) yield frame;
  }

  #next(): Frame | undefined {
    const typeBytes = this.#isFirst ? 0 : 1;
    const head = this.#joined(typeBytes + 4);
    if (head === undefined) return undefined;
    const size = typeBytes + head.readUInt32BE(typeBytes);
    const all = this.#joined(size);
    if (all === undefined) return undefined;
    this.#chunks = [all.subarray(size)];
    this.#held -= size;
    this.#isFirst = false;
    const type = typeBytes === 0 ? undefined : String.fromCharCode(all[0] ?? 0);
    return { type, bytes: all.subarray(0, size) };
  }

  /** What is held in one piece, once it has this many bytes; large messages are joined only once. */
  #joined(bytes: number): Buffer | undefined {
    if (this.#held < bytes) return undefined;
    const [only] = this.#chunks;
    if (only !== undefined && only.length >= bytes) return only;
    const joined = Buffer.concat(this.#chunks);
    this.#chunks = [joined];
    return joined;
  }
}
