import type { Run } from "../cli/command.ts";
import type { MakingFlags } from "../cli/flags.ts";
import { createPart } from "./create-origin.ts";

/** Makes the MediaLive input and channel. Needs the origin's keys. */
export const runCreateChannel: Run<MakingFlags> = (invocation) =>
  createPart(invocation, { part: "channel", parts: ["origin", "channel"] });
