import type { Run } from "../cli/command.ts";
import { createPart } from "./create-origin.ts";

/** Makes the MediaLive input and channel. Needs the origin's keys. */
export const runCreateChannel: Run = (invocation) =>
  createPart(invocation, { part: "channel", parts: ["origin", "channel"], next: "create-cdn" });
