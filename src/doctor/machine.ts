import { ownCommand } from "../config/text/own-command.ts";
import { get } from "../verify/client.ts";
import type { Invocation } from "../cli/command.ts";
import type { Check } from "./check.ts";
import type { DoctorInput } from "./evidence.ts";

const OLDEST_NODE = [20, 17] as const;
const NARROW_COLUMNS = 60;
/** AWS refuses signatures that are off by more than five minutes (AWS General Reference, Signature Version 4). */
const SKEW_REFUSED_SECONDS = 300;
const SKEW_ODD_SECONDS = 30;

/** This machine: Node, the terminal, the clock. */
export function machineChecks(
  { context }: Invocation,
  { rehearsal, region }: DoctorInput,
): readonly Check[] {
  return [
    { id: "node", about: "machine", look: () => Promise.resolve(node(context.nodeVersion)) },
    {
      id: "terminal",
      about: "machine",
      look: () => {
        const { stdin, stderr } = context;
        const columns = stderr.columns ?? 0;
        if (stdin.isTTY !== true || stderr.isTTY !== true)
          return finding(
            "warn",
            "no terminal: nothing can be asked here",
            `Use flags, --yes and --json; see ${ownCommand("init --help")}.`,
          );
        if (columns < NARROW_COLUMNS)
          return finding(
            "warn",
            `a terminal of ${columns} columns`,
            "Make it wider, or tables will wrap.",
          );
        return finding("pass", `a terminal of ${columns} columns`);
      },
    },
    {
      id: "clock",
      about: "machine",
      look: async () => {
        const url =
          rehearsal?.endpoints.sts ?? `https://sts.${region ?? "us-east-1"}.amazonaws.com/`;
        const answer = await get(url, {}, { signal: context.signal });
        const theirs = Date.parse(answer?.headers.get("date") ?? "");
        if (Number.isNaN(theirs)) return finding("skipped", "nothing to compare the clock with");
        const seconds = Math.round(Math.abs(context.clock.now() - theirs) / 1000);
        const whose = rehearsal === undefined ? "AWS's" : "the sandbox's";
        const saw = `the clock is ${seconds} s from ${whose}`;
        const hint =
          "Set the clock: sudo timedatectl set-ntp true (Windows, as administrator: w32tm /resync)";
        if (seconds > SKEW_REFUSED_SECONDS) return finding("fail", saw, hint);
        return seconds > SKEW_ODD_SECONDS ? finding("warn", saw, hint) : finding("pass", saw);
      },
    },
  ];
}

function node(version: string | undefined) {
  const [major = 0, minor = 0] = (version ?? "").split(".").map(Number);
  if (version === undefined) return { verdict: "skipped", saw: "unknown" } as const;
  const [oldMajor, oldMinor] = OLDEST_NODE;
  const isNew = major > oldMajor || (major === oldMajor && minor >= oldMinor);
  return isNew
    ? ({ verdict: "pass", saw: `Node ${version}` } as const)
    : ({
        verdict: "fail",
        saw: `Node ${version}`,
        hint: `Install Node ${oldMajor}.${oldMinor} or newer.`,
      } as const);
}

function finding(verdict: "pass" | "warn" | "fail" | "skipped", saw: string, hint?: string) {
  return Promise.resolve({ verdict, saw, hint });
}
