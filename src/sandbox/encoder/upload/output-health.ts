/** The alert type and the form of its message as the MediaLive user guide shows them ("JSON for an alert event"). */
const ALERT_TYPE = "Failed to Create Output File or Socket";

/**
 * Merges the state of all outputs into one channel alert: set while any of them fails, cleared when all work; what
 * failed first stays its message. Messages name objects, never the destination's query string.
 */
export function createOutputHealth(
  alert: (type: string, message: string | undefined) => void,
): (output: string, problem: string | undefined) => void {
  const problems = new Map<string, string>();
  let shown: string | undefined;
  return (output, problem) => {
    if (problem === undefined) problems.delete(output);
    else if (!problems.has(output)) problems.set(output, problem);
    const [first] = problems;
    const message =
      first === undefined ? undefined : `HLS output [${first[0]}] unable to write: ${first[1]}`;
    if (message === shown) return;
    shown = message;
    alert(ALERT_TYPE, message);
  };
}
