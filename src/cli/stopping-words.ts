/** What ended a run, in words; Ctrl-C needs none. */
const ENDED_BY: Readonly<Record<string, string>> = {
  SIGTERM: " (SIGTERM)",
  SIGHUP: ", because the terminal is gone (SIGHUP)",
  EPIPE: ", because nobody reads the output any more",
};

/** `Stopping` with what ended the run, for the line that says what happens now. */
export function stoppingWords({ reason }: AbortSignal): string {
  const ended: unknown = reason;
  return `Stopping${(ended instanceof Error ? ENDED_BY[ended.message] : undefined) ?? ""}`;
}
