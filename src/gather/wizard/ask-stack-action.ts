import { type InitFlags } from "../../cli/command-flags.ts";
import type { Invocation } from "../../cli/command.ts";
import { isInteractive } from "../../cli/interactive.ts";
import { FIELDS } from "../../config/fields/fields.ts";
import { UNKNOWN_CELL } from "../../config/momento-cells.ts";
import { printableLine } from "../../config/text/printable.ts";
import { connectClients } from "../../core/stack/clients.ts";
import { readState, stackFiles } from "../../core/state/stack-files.ts";
import type { State } from "../../core/state/state.ts";
import { readSandboxFile, type SandboxFile } from "../../rehearsal/sandbox-file.ts";
import { askChoice, type Option } from "../../terminal/ask.ts";
import { PROMPTS } from "../../terminal/prompts.ts";
import { localTime } from "../../terminal/time-words.ts";
import { remark } from "../../terminal/wrapped.ts";
import { readAwsSetup } from "../aws-profile.ts";
import { readSpecFile } from "../config-file.ts";
import { nameOrDefault } from "../stack-name.ts";
import { lookBriefly } from "./look-briefly.ts";

/** What a person wants of a stack that exists; `change` also where there is none, or where the command line says what. */
type StackAction = "repair" | "change" | "start" | "stop" | "teardown";

const NONE = "none";

/** What says which stack is meant, and nothing of it. */
const PLACE = ["name", "region"];

/**
 * Says that this folder has a stack of the name already, since when and whether it runs, and asks what to do with it.
 * Not asked where nobody is there to ask, nor where the command line names a setting: that is a change. Rejects when the
 * person leaves; throws STATE_DAMAGED.
 */
export async function askStackAction(invocation: Invocation<InitFlags>): Promise<StackAction> {
  const { context, flags, mode, output, typed } = invocation;
  if (flags.yes === true || flags.rebuildState !== undefined || !isInteractive(invocation))
    return "change";
  const file = await readSpecFile(context, flags);
  const name = nameOrDefault(invocation, file);
  const state = await readState(stackFiles(context.cwd, name, mode.isRehearsal));
  const rehearsal = mode.isRehearsal ? await readSandboxFile(context) : undefined;
  if (state === undefined || !isHere(state, rehearsal)) return "change";
  const channel = await channelState(invocation, { state, rehearsal });
  const since = localTime(Date.parse(state.createdAt));
  const style = output.errStyle;
  const words = `${name} has existed since ${since}, in ${state.region}; ${channelWords(channel, mode.isRehearsal)}`;
  output.line(remark(style.green("✔"), words, context.stderr));
  const isSaid = FIELDS.some(({ key }) => typed[key] !== undefined && !PLACE.includes(key));
  if (isSaid || flags.dryRun === true) return "change";
  const option = (value: StackAction, label: string, description: string): Option<StackAction> => ({
    value,
    label,
    description,
  });
  const startOrStop = isOn(channel)
    ? option("stop", "stop its channel", "The show ends; everything stays.")
    : option("start", "start its channel", "Running bills. You are told when it plays.");
  return askChoice(context, {
    message: PROMPTS.stackAction(name),
    options: [
      option(
        "repair",
        "repair it",
        "What is missing or was changed is put back as it was; nothing else.",
      ),
      option(
        "change",
        "change it",
        "The questions again, with what it was made with as the answers.",
      ),
      ...(channel === NONE ? [] : [startOrStop]),
      option("teardown", "tear it down", "All of it is removed; its name is asked for first."),
    ],
  });
}

/** A rehearsal's stack is there as long as its sandbox is. */
function isHere({ target }: State, rehearsal: SandboxFile | undefined): boolean {
  return target.kind === "clouds" || target.id === rehearsal?.id;
}

/** MediaLive's word; `none` where there is no channel, undefined where nobody answered. */
type ChannelState = string | undefined;

function isOn(channel: ChannelState): boolean {
  return /^(RUNNING|STARTING|RECOVERING)$/.test(channel ?? "");
}

function channelWords(channel: ChannelState, isRehearsal: boolean): string {
  if (channel === undefined) return "whether its channel runs could not be found out.";
  if (channel === NONE) return "it has no channel.";
  return `its channel is ${printableLine(channel)}${isOn(channel) && !isRehearsal ? " and bills" : ""}.`;
}

async function channelState(
  { context, flags }: Invocation,
  { state, rehearsal }: { readonly state: State; readonly rehearsal: SandboxFile | undefined },
): Promise<ChannelState> {
  const id = state.resources.channel?.ids["id"];
  if (id === undefined) return NONE;
  const aws = await readAwsSetup(context, flags);
  await using clients = connectClients(context, {
    region: state.region,
    profile: aws.profile,
    momentoKey: undefined,
    momentoEndpoint: state.target.kind === "clouds" ? state.target.cell : UNKNOWN_CELL,
    rehearsal,
  });
  return await lookBriefly(context, async (signal) => {
    const found = await (await clients.medialive()).describeChannel({ signal }, id);
    return found?.State ?? NONE;
  });
}
