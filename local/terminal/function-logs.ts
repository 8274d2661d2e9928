import { createWriteStream, type WriteStream } from "node:fs";
import { mkdir, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { finished } from "node:stream/promises";

/** A log that has grown beyond this is put aside at the next start; bytes. */
const rotateAbove = 20 * 1024 * 1024;

/** One file per function with all that it prints, as CloudWatch Logs would keep it. */
export class FunctionLogs {
  readonly #files: ReadonlyMap<string, WriteStream>;

  private constructor(files: ReadonlyMap<string, WriteStream>) {
    this.#files = files;
  }

  static async open(folder: string, functionNames: readonly string[]): Promise<FunctionLogs> {
    await mkdir(folder, { recursive: true });
    const files = new Map<string, WriteStream>();
    for (const name of functionNames) {
      const path = join(folder, `${name}.log`);
      await rotate(path);
      files.set(name, createWriteStream(path, { flags: "a" }));
    }
    return new FunctionLogs(files);
  }

  write(functionName: string, line: string): void {
    this.#files.get(functionName)?.write(`${line}\n`);
  }

  async close(): Promise<void> {
    await Promise.all(
      [...this.#files.values()].map(async (file) => {
        file.end();
        await finished(file);
      }),
    );
  }
}

async function rotate(path: string): Promise<void> {
  const size = await stat(path).then(
    (status) => status.size,
    () => 0,
  );
  if (size > rotateAbove) await rename(path, `${path}.1`);
}
