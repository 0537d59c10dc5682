import { commandLines } from "../../config/text/command-lines.ts";
import { folded } from "../../config/text/fold.ts";
import type { AskedHelp } from "./asked-help.ts";
import type { HelpCommand, HelpFlag, HelpGroup, HelpModel } from "./help-model.ts";

/** How help is drawn. */
type HelpLook = {
  /** Cells of a line. */
  readonly columns: number;
  /** What this program is started with, as a shell reads it: `npx live-origin`. */
  readonly program: string;
  /** Breaks a command over lines as its shell allows: a backslash; undefined where it has no such sign. */
  readonly continues: string | undefined;
};

const TITLES: readonly (readonly [HelpGroup, string])[] = [
  ["make", "What to make"],
  ["video", "Video"],
  ["origin", "Origin"],
  ["edge", "Edge"],
  ["keys", "Keys"],
  ["safety", "Safety"],
  ["output", "Output"],
  ["sandbox", "Sandbox"],
];

/** In fewer columns than this the text of a flag stands below it, and where a word of it would not fit beside it. */
const LEAST_SIDE_BY_SIDE = 64;
const LONGEST_FORM = 28;

const PURPOSE =
  "Sets up live video: a Momento cache as HLS origin, a MediaLive channel, a CloudFront distribution.";
const PRECEDENCE =
  "A setting is taken from its flag, else from its variable, else from live-origin.json, else from what the stack was last made with, else it is the default.";
const ENDS =
  "Exit codes: 0 ok, 1 failed, 2 usage, 3 partly done (run it again), 4 input needed, 5 a check failed, 130 interrupted.";

/** What was asked for, as text. */
export function renderHelp(model: HelpModel, asked: AskedHelp, look: HelpLook): string {
  if (asked.about === "version") return `${model.version}\n`;
  const info = model.commands.find(({ name }) => name === asked.command);
  const lines =
    info === undefined
      ? overview(model, look)
      : pageOf(info, { flags: model.flags, isWhole: asked.isWhole }, look);
  return `${lines.join("\n")}\n`;
}

function overview({ commands }: HelpModel, look: HelpLook): readonly string[] {
  const say = (text: string): readonly string[] => folded(text, look.columns);
  return [
    ...say("Try it now, with no account:"),
    ...commandText("init --sandbox", look),
    "",
    ...say(`Usage: ${look.program} COMMAND [options]`),
    "",
    ...say(PURPOSE),
    "",
    "Commands",
    ...rows(
      commands.map(({ name, summary }) => [name, summary]),
      look,
    ),
    "",
    ...say(ENDS),
    ...say(
      "One command: COMMAND --help, or --help-all with every setting. For programs: --help --json. Read on: README.md and, for agents, AGENTS.md in the package.",
    ),
  ];
}

function pageOf(
  info: HelpCommand,
  { flags, isWhole }: { readonly flags: HelpModel["flags"]; readonly isWhole: boolean },
  look: HelpLook,
): readonly string[] {
  const { name, summary, examples, argument, makes, common, rare } = info;
  const shown = [...common, ...(isWhole ? rare : [])].flatMap((place) => flags[place] ?? []);
  const say = (text: string): readonly string[] => folded(text, look.columns);
  const usage = argument === undefined ? "" : ` [${argument.name}]`;
  const groups = TITLES.flatMap(([group, title]) => {
    const of = shown.filter((flag) => flag.group === group);
    if (of.length === 0) return [];
    const heading = group === "make" && !makes ? "What and where" : title;
    return [
      "",
      heading,
      ...rows(
        of.map((flag) => [flag.form, textOf(flag, isWhole)]),
        look,
      ),
    ];
  });
  return [
    "Examples:",
    ...examples.flatMap((example) => commandText(example, look)),
    "",
    ...say(`Usage: ${look.program} ${name}${usage} [options]`),
    ...say(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`),
    ...(argument === undefined ? [] : ["", ...rows([[argument.name, argument.help]], look)]),
    ...groups,
    "",
    ...(makes && isWhole ? say(PRECEDENCE) : []),
    ...say(
      rare.length > 0 && !isWhole
        ? `Read on: ${look.program} ${name} --help-all (${rare.length} more${makes ? "; variables and file keys of all" : ""}), and README.md in the package.`
        : "Read on: README.md in the package.",
    ),
  ];
}

function textOf({ short, full }: HelpFlag, isWhole: boolean): string {
  return isWhole ? full : short;
}

/** Two columns, or one below the other where there is no room. */
function rows(
  pairs: readonly (readonly [string, string])[],
  { columns }: HelpLook,
): readonly string[] {
  const width = Math.min(LONGEST_FORM, Math.max(...pairs.map(([form]) => form.length)));
  const margin = " ".repeat(width + 4);
  const words = pairs.flatMap(([, text]) => text.split(" "));
  const longest = Math.max(...words.map((word) => word.length));
  if (columns < Math.max(LEAST_SIDE_BY_SIDE, margin.length + longest))
    return pairs.flatMap(([form, text]) => [
      ...folded(form, columns - 2).map((line) => `  ${line}`),
      ...folded(text, columns - 4).map((line) => `    ${line}`),
    ]);
  return pairs.flatMap(([form, text]) => {
    const lines = folded(text, columns - margin.length);
    const head = `  ${form.padEnd(width)}  `;
    return form.length > width
      ? [`  ${form}`, ...lines.map((line) => `${margin}${line}`)]
      : lines.map((line, index) => `${index === 0 ? head : margin}${line}`);
  });
}

/** A command of ours with what is remarked about it; it can be copied as it is, also where it takes several lines. */
function commandText(
  example: string,
  { columns, program, continues }: HelpLook,
): readonly string[] {
  const [, command = example, remark] = /^(.*?)(?: {2}(\(.*\)))?$/.exec(example) ?? [];
  const whole = command.includes("live-origin ")
    ? command.replaceAll(/(^|\()live-origin /g, `$1${program} `)
    : `${program} ${command}`;
  const parts = whole.length + 2 < columns ? [whole] : commandLines(whole, columns - 4, continues);
  const lines = parts.map((line, index) => `${index === 0 ? "  " : "    "}${line}`);
  if (remark === undefined) return lines;
  const last = lines.at(-1) ?? "";
  if (last.length + 2 + remark.length < columns)
    return [...lines.slice(0, -1), `${last}  ${remark}`];
  return [...lines, ...folded(remark, columns - 6).map((line) => `      ${line}`)];
}
