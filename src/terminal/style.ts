import { inspect } from "node:util";
import { ownSequence } from "./own-sequences.ts";

/** What decides about colour on one stream. */
export type ColourFacts = {
  readonly isTTY: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `--no-color` or `--json`. */
  readonly plain: boolean;
};

type Paint = (text: string) => string;

/** Colours for one stream; all do nothing where `level` is 0. */
export type Style = {
  readonly level: number;
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly cyan: Paint;
  /** Dark on light, whatever the terminal's own colours are. */
  readonly darkOnLight: Paint;
};

/**
 * Colours for one stream. The whole rule: `--no-color`, then FORCE_COLOR,
 * then NO_COLOR, CLICOLOR_FORCE, CLICOLOR=0 and TERM=dumb, then whether it is a terminal.
 */
export function createStyle(facts: ColourFacts): Style {
  const level = levelOf(facts);
  const painted = (...names: readonly string[]): Paint =>
    level === 0 ? (text) => text : paint(names);
  return {
    level,
    bold: painted("bold"),
    dim: painted("dim"),
    red: painted("red"),
    green: painted("green"),
    yellow: painted("yellow"),
    cyan: painted("cyan"),
    darkOnLight: painted("bgWhiteBright", "black"),
  };
}

function levelOf({ isTTY, env, plain }: ColourFacts): 0 | 1 {
  const forced = env["FORCE_COLOR"];
  if (plain) return 0;
  if (forced !== undefined && forced !== "") return forced === "0" || forced === "false" ? 0 : 1;
  const isForced = !["", "0"].includes(env["CLICOLOR_FORCE"] ?? "");
  if (isForced && (env["NO_COLOR"] ?? "") === "") return 1;
  const isPlain =
    (env["NO_COLOR"] ?? "") !== "" || env["TERM"] === "dumb" || env["CLICOLOR"] === "0" || !isTTY;
  return isPlain ? 0 : 1;
}

/**
 * A colour by the names that Node knows, its codes marked as ours. Where a colour within ends, this one begins anew; and it does
 * not run over the end of a line.
 */
function paint(names: readonly string[]): Paint {
  const codes = names.map((name) => inspect.colors[name] ?? [0, 0]);
  const opened = codes.map(([open]) => ownSequence(String(open))).join("");
  const closed = codes
    .map(([, close]) => ownSequence(String(close)))
    .toReversed()
    .join("");
  return (text) =>
    text === ""
      ? ""
      : `${opened}${text
          .replaceAll(closed, `${closed}${opened}`)
          .replaceAll("\n", `${closed}\n${opened}`)}${closed}`;
}
