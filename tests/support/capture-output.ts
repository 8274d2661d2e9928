import type { TestContext } from "node:test";

/** What is written to standard output from now to the end of the test, instead of being printed. */
export function captureOutput(t: TestContext): readonly string[] {
  const chunks: string[] = [];
  t.mock.method(process.stdout, "write", (chunk: string | Uint8Array) => {
    chunks.push(String(chunk));
    return true;
  });
  return chunks;
}
