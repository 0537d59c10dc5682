import { Command, CommanderError, Option } from "commander";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { COMMANDS } from "../../../src/cli/catalog.ts";
import type { CommandInfo } from "../../../src/cli/command.ts";
import { optionsOf } from "../../../src/cli/option-list.ts";
import { parseCommandLine } from "../../../src/cli/parse-command-line.ts";
import { LiveOriginError } from "../../../src/config/failure.ts";
import { seeded } from "../seeded.ts";

/** What commander makes of a command line: the name of the command with its values and operands, or what is wrong. */
function byCommander(argv: readonly string[]): unknown {
  let seen: unknown;
  const program = new Command("live-origin")
    .helpOption(false)
    .helpCommand(false)
    .configureOutput({ writeErr: () => undefined })
    .showSuggestionAfterError()
    .exitOverride();
  for (const info of COMMANDS)
    program.addCommand(
      commanderCommand(
        program,
        argv.includes(info.name) ? info : { ...info, parts: [], flags: [] },
        (it) => (seen = it),
      ),
    );
  try {
    program.parse(argv, { from: "user" });
    return seen;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.message.replace(/^error: /, "").replaceAll("\n", " ");
  }
}

function commanderCommand(
  program: Command,
  info: CommandInfo,
  see: (what: unknown) => void,
): Command {
  const command = new Command(info.name).copyInheritedSettings(program);
  if (info.argument !== undefined) command.argument(`[${info.argument.name}]`);
  for (const { form, isNegation, gathers, takesMore, isHidden } of optionsOf(info)) {
    const option = new Option(form).hideHelp(isHidden);
    option.negate = isNegation;
    if (gathers && !takesMore)
      option.argParser((value: string, before: unknown) => [
        ...(Array.isArray(before) ? (before as string[]) : []),
        value,
      ]);
    command.addOption(option);
  }
  return command.action(() => see({ name: info.name, raw: command.opts(), args: command.args }));
}

function byUs(argv: readonly string[]): unknown {
  try {
    const { info, raw, args } = parseCommandLine(argv, COMMANDS);
    return { name: info.name, raw, args };
  } catch (error) {
    if (!(error instanceof LiveOriginError)) throw error;
    return error.message;
  }
}

/** For an operand with dashes commander cuts the dashes that a command's name has not: it suggests `--ay` for `--play`. */
function withoutCutNames(understood: unknown): unknown {
  return typeof understood === "string"
    ? understood.replace(/^(unknown command '--.*') \(Did you mean .*\)$/s, "$1")
    : understood;
}

const NAMES = COMMANDS.map(({ name }) => name);
const FLAGS = [
  ...new Set(
    COMMANDS.flatMap((info) => optionsOf(info).flatMap(({ long, short }) => [long, short ?? long])),
  ),
];
const VALUES = [
  "x",
  "",
  "-",
  "-1",
  "-1.5e3",
  "--",
  "a=b",
  "status",
  "-yz",
  "-y-",
  "-yy",
  "--=x",
  "true",
  "é",
  "a\nb",
  "-\n",
];
const typo = (words: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(...words), fc.nat(), fc.constantFrom("", "x", "-", "e", "nn"), fc.nat(2))
    .map(([word, place, put, cut]) => {
      const at = place % (word.length + 1);
      return word.slice(0, at) + put + word.slice(at + cut);
    });
const word = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...FLAGS) },
  { weight: 3, arbitrary: fc.constantFrom(...VALUES) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...FLAGS), fc.constantFrom(...VALUES))
      .map((pair) => pair.join("=")),
  },
  { weight: 1, arbitrary: typo(FLAGS) },
  { weight: 1, arbitrary: fc.string({ maxLength: 6 }) },
);
const commandLine = fc
  .tuple(
    fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom(...NAMES) },
      { weight: 1, arbitrary: typo(NAMES) },
      { weight: 1, arbitrary: word },
    ),
    fc.array(word, { maxLength: 6 }),
  )
  .map(([first, rest]) => [first, ...rest])
  // Alone it asks for nothing, and gets the welcome.
  .filter((argv) => argv.some((each) => each !== "--"));

describe("a command line", () => {
  test("is understood as commander understands it, mistakes too", () => {
    fc.assert(
      fc.property(commandLine, (argv) => {
        expect(withoutCutNames(byUs(argv))).toEqual(withoutCutNames(byCommander(argv)));
      }),
      {
        ...seeded("command lines as commander reads them", 1_500),
        // What stands behind two dashes is no option, be it two dashes itself.
        examples: [[["--", "--", "--name"]]],
      },
    );
  });

  test.each([
    ["destroy", "teardown"],
    ["deploy", "init"],
    ["rotate", "rotate-keys"],
    ["create", "one of create-origin, create-channel, create-cdn"],
  ])("%s as another program calls it leads to %s", (word, meant) => {
    expect(byUs([word])).toBe(`unknown command '${word}' (Did you mean ${meant}?)`);
  });

  test.each(
    COMMANDS.filter(({ name }) => ["init", "doctor", "conformance", "keys"].includes(name)).map(
      (info) => [info.name, info] as const,
    ),
  )("%s: every option with a value, joined to it, bare and mistyped", (name, info) => {
    for (const { long, short } of optionsOf(info))
      for (const rest of [
        [long, "a"],
        [`${long}=a`],
        [long],
        [`${long}x`, "a"],
        [long, "a", "b", long, "c"],
        [short ?? long, "--json"],
      ])
        expect(byUs([name, ...rest]), `${name} ${rest.join(" ")}`).toEqual(
          byCommander([name, ...rest]),
        );
  });
});
