/** For a listener of this machine that answers at once. */
const TIMEOUT_MS = 5_000;

/**
 * The ports of this machine that a sandbox's inputs may be pulled from; with `more`, that one as well from now on. Rejects where
 * the sandbox does not answer.
 */
export async function pullPorts(
  controlUrl: string,
  more: number | undefined,
): Promise<readonly number[]> {
  const answer = await fetch(`${controlUrl}/pull-ports`, {
    ...(more === undefined ? {} : { method: "POST", body: String(more) }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const { ports = [] } = (await answer.json()) as { readonly ports?: readonly number[] };
  return ports;
}
