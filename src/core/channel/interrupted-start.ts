import { LiveOriginError } from "../../config/failure.ts";
import { isLive } from "../../services/medialive/channel-waits.ts";
import type { Host } from "../host.ts";
import type { Interruption } from "../stack/interruption.ts";
import type { Stack } from "../stack/stack.ts";

/** The run was told to end: this is how long the last look at the channel may take, in milliseconds. */
const LAST_LOOK_MS = 5_000;

/** What is reported of an interrupted start: whether the channel runs and bills, and how it is stopped. */
export async function interruptedStart(host: Host, stack: Stack): Promise<Interruption> {
  const look = await stateNow(stack);
  const runs = look.state === undefined ? look.why !== undefined : isLive(look.state);
  const again = `Go on with: ${host.commandLine}`;
  return {
    message: `Interrupted. ${words(look, stack.target.kind === "sandbox")}`,
    hint: runs ? `Stop it with: ${host.commandFor("stop", stack.spec.name)}\n  ${again}` : again,
    resource: "channel",
  };
}

type LastLook = {
  /** Undefined without a channel. */
  readonly state: string | undefined;
  /** Why it could not be asked for. */
  readonly why?: string;
};

async function stateNow({ clients, planContext }: Stack): Promise<LastLook> {
  const id = planContext().resources.channel?.ids["id"];
  if (id === undefined) return { state: undefined };
  try {
    const client = await clients.medialive();
    const callOptions = { signal: AbortSignal.timeout(LAST_LOOK_MS) };
    return { state: (await client.describeChannel(callOptions, id))?.State };
  } catch (error) {
    return {
      state: undefined,
      why: error instanceof LiveOriginError ? error.message : "AWS did not answer in time",
    };
  }
}

function words({ state, why }: LastLook, isRehearsal: boolean): string {
  const bills = isRehearsal ? "for real it bills" : "it bills";
  if (why !== undefined)
    return `Could not find out whether the channel is running (${why}); if it is, ${bills}.`;
  if (state === undefined) return "There is no channel, so nothing runs.";
  if (state === "RUNNING") return `The channel is RUNNING; ${bills} by the minute.`;
  if (isLive(state))
    return `The channel is ${state}: it goes on without this command, and once it runs ${bills} by the minute.`;
  return `The channel is ${state}: it does not run.`;
}
