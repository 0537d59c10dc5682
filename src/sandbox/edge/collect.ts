import { Readable } from "node:stream";

/** A body read into memory, or a stream of all of it when it is longer than `maxBytes`. Rejects when it ends early. */
export async function collect(body: Readable, maxBytes: number): Promise<Buffer | Readable> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const iterator = (body as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  for (;;) {
    const { done, value } = await iterator.next();
    if (done === true)
      return chunks.length === 1 ? (chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(chunks, bytes);
    chunks.push(value);
    bytes += value.length;
    if (bytes > maxBytes) return Readable.from(both(chunks, iterator));
  }
}

async function* both(
  chunks: readonly Buffer[],
  rest: AsyncIterator<Buffer>,
): AsyncGenerator<Buffer> {
  yield* chunks;
  for (;;) {
    const { done, value } = await rest.next();
    if (done === true) return;
    yield value;
  }
}
