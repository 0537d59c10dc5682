/** The first bytes of an answer, at most so many: the rest is not waited for. */
export async function firstBytes(
  stream: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  if (stream !== null)
    for await (const chunk of stream) {
      chunks.push(chunk);
      bytes += chunk.byteLength;
      if (bytes >= maxBytes) break;
    }
  return Buffer.concat(chunks).subarray(0, maxBytes);
}

/** Why fetch failed: it hides the socket's code one level down; its own text may hold the URL, so it is not used. */
export function fetchFailure(error: unknown): string {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  if (typeof cause === "object" && cause !== null && "code" in cause) return String(cause.code);
  return error instanceof Error ? error.name : "unknown";
}
