import { LiveOriginError } from "../../config/failure.ts";
import { serviceWords } from "../../config/text/redact.ts";
import type { Host } from "../host.ts";
import type { Stack } from "../stack/stack.ts";

/** An alert that MediaLive has set and not cleared. */
export type SetAlert = { readonly type: string; readonly message: string };

/**
 * Reads the alerts that are set on the stack's channel; undefined where they cannot be read, because the right to list them may be
 * missing and is no reason to fail.
 */
export async function readSetAlerts(
  { signal }: Pick<Host, "signal">,
  stack: Stack,
): Promise<readonly SetAlert[] | undefined> {
  const id = stack.planContext().resources.channel?.ids["id"];
  if (id === undefined) return [];
  try {
    const client = await stack.clients.medialive();
    const alerts = await client.listAlerts({ signal }, id, "SET");
    return alerts.map(({ AlertType, Message }) => ({
      type: AlertType ?? "",
      message: serviceWords(Message ?? ""),
    }));
  } catch (error) {
    if (error instanceof LiveOriginError) return undefined;
    throw error;
  }
}
