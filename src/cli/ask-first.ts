import { SPEC_PARTS } from "../config/spec.ts";
import { askMode } from "../gather/wizard/ask-mode.ts";
import type { InitFlags } from "./command-flags.ts";
import type { Run } from "./command.ts";
import { isInteractive } from "./interactive.ts";
import { judgeSettings } from "./judge-first.ts";

/** `init`: asks its first question before most of the program is loaded, which a person would wait for. */
export const askFirst: Run<InitFlags> = async (started) => {
  const { flags } = started;
  if (flags.yes === true || !isInteractive(started)) await judgeSettings(SPEC_PARTS)(started);
  const chosen = await askMode(started);
  const { runInit } = await import("../commands/init.ts");
  return runInit(chosen);
};
