import { describe, expect, expectTypeOf, test } from "vitest";
import { COMMANDS } from "../../../src/cli/catalog.ts";
import type { InitFlags, RotationFlags, TeardownFlags } from "../../../src/cli/command-flags.ts";
import { flagKey, isNegation, longFlag } from "../../../src/cli/flag-table.ts";
import { GLOBAL_FLAGS, type GlobalFlags, SANDBOX_FLAGS } from "../../../src/cli/flags.ts";
import { parseFlags } from "../../../src/cli/parse-flags.ts";
import { FIELDS } from "../../../src/config/fields/fields.ts";
import { LiveOriginError } from "../../../src/config/failure.ts";

const TABLE = [
  { flags: "--for <duration>", help: "" },
  { flags: "--port <port>", help: "" },
  { flags: "--latency <mode>", help: "", choices: ["instant", "brief"] },
  { flags: "--fault <fault...>", help: "" },
  { flags: "--print-policy [command]", help: "" },
  { flags: "--momento-key-file <file>", help: "" },
  { flags: "--no-wait", help: "" },
  { flags: "--no-input", help: "" },
  { flags: "-y, --yes", help: "" },
] as const;

describe("typed flags", () => {
  test("a table gives the type of what its flags say", () => {
    expectTypeOf(parseFlags(TABLE, {})).toEqualTypeOf<{
      readonly for: number | undefined;
      readonly port: number | undefined;
      readonly latency: "instant" | "brief" | undefined;
      readonly fault: readonly string[] | undefined;
      readonly printPolicy: string | true | undefined;
      readonly momentoKeyFile: string | undefined;
      readonly wait: boolean | undefined;
      readonly noInput: boolean | undefined;
      readonly yes: boolean | undefined;
    }>();
    expectTypeOf<InitFlags["for"]>().toEqualTypeOf<number | undefined>();
    expectTypeOf<InitFlags["latency"]>().toEqualTypeOf<
      "instant" | "brief" | "realistic" | undefined
    >();
    expectTypeOf<RotationFlags["ifExpiringWithin"]>().toEqualTypeOf<number | undefined>();
    expectTypeOf<TeardownFlags["wait"]>().toEqualTypeOf<boolean | undefined>();
    expectTypeOf<GlobalFlags["yes"]>().toEqualTypeOf<boolean | undefined>();
  });

  test("values are parsed, and what is not said is there as undefined", () => {
    expect(
      parseFlags(TABLE, {
        for: "1h30m",
        port: "8080",
        latency: "brief",
        fault: ["a", "b"],
        printPolicy: true,
        wait: false,
        strange: 1,
      }),
    ).toEqual({
      for: 5_400_000,
      port: 8080,
      latency: "brief",
      fault: ["a", "b"],
      printPolicy: true,
      momentoKeyFile: undefined,
      wait: false,
      noInput: undefined,
      yes: undefined,
    });
  });

  test.each([
    [{ for: "soon" }, "--for soon is not a duration."],
    [{ for: "" }, "--for  is not a duration."],
    [{ port: "65536" }, '--port "65536" is not a port from 0 to 65535.'],
    [{ port: "" }, '--port "" is not a port from 0 to 65535.'],
    [{ port: "0x10" }, '--port "0x10" is not a port from 0 to 65535.'],
    [{ port: " 80" }, '--port " 80" is not a port from 0 to 65535.'],
    [{ latency: "slow" }, '--latency "slow" is not one of instant, brief.'],
  ])("%o is refused", (raw, message) => {
    const parse = (): unknown => parseFlags(TABLE, raw);
    expect(parse).toThrow(LiveOriginError);
    expect(parse).toThrow(message);
  });

  test("keys are the ones that commander uses", () => {
    expect(TABLE.map(flagKey)).toEqual([
      "for",
      "port",
      "latency",
      "fault",
      "printPolicy",
      "momentoKeyFile",
      "wait",
      "noInput",
      "yes",
    ]);
    expect(TABLE.filter(isNegation).map(longFlag)).toEqual(["--no-wait"]);
  });

  test.each(COMMANDS)("no two flags of $name share a value, nor one with a setting", (info) => {
    // `--no-wait` is the opposite of `--wait deployed`.
    const own = info.flags
      .filter((flag) => !isNegation(flag) || !info.flags.some((it) => longFlag(it) === "--wait"))
      .map(flagKey);
    const keys = [
      ...own,
      ...GLOBAL_FLAGS.filter(({ flags }) => flags !== "--no-sandbox").map(flagKey),
    ];
    const settings = FIELDS.map(({ key }) => key);
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
    expect(keys.filter((key) => settings.includes(key))).toEqual([]);
  });

  test("the words that help names are the ones that are taken", () => {
    for (const { help, choices } of SANDBOX_FLAGS.filter((flag) => "choices" in flag))
      for (const word of choices) expect(help).toContain(word);
  });
});
