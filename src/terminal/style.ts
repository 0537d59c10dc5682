import { Chalk, type ChalkInstance } from "chalk";

/** What decides about colour on one stream. */
export type ColourFacts = {
  readonly isTTY: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `--no-color` or `--json`. */
  readonly plain: boolean;
};

/**
 * Colours for one stream. chalk itself ignores NO_COLOR, so the whole rule is here: `--no-color`, then FORCE_COLOR,
 * then NO_COLOR and TERM=dumb, then whether it is a terminal.
 */
export function createStyle({ isTTY, env, plain }: ColourFacts): ChalkInstance {
  const forced = env["FORCE_COLOR"];
  if (plain) return new Chalk({ level: 0 });
  if (forced !== undefined && forced !== "")
    return new Chalk({ level: forced === "0" || forced === "false" ? 0 : 1 });
  const isPlain = (env["NO_COLOR"] ?? "") !== "" || env["TERM"] === "dumb" || !isTTY;
  return new Chalk({ level: isPlain ? 0 : 1 });
}

export type Style = ChalkInstance;
