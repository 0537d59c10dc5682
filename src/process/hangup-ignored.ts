import { readFileSync, readlinkSync } from "node:fs";
import { basename } from "node:path";

const SIGHUP_BIT = 1n;
const ACCESS_MODE = 0o3;
const WRITE_ONLY = 0o1;

/**
 * Was this run started to outlive its terminal (`nohup`)? Node takes SIGHUP's "ignored" back before any script runs, so the
 * system alone cannot tell. Signs are: still ignored (Linux tells); the shell says that it called nohup; standard input is a
 * null device that cannot be read, which is what GNU nohup puts in the place of a terminal and nobody else does.
 */
export function isHangupIgnored({
  _: called,
}: Readonly<Record<string, string | undefined>>): boolean {
  return (
    basename(called ?? "") === "nohup" ||
    attempt(() => ignoredSignals() & SIGHUP_BIT) === SIGHUP_BIT ||
    attempt(isInputUnreadable) === true
  );
}

function ignoredSignals(): bigint {
  const mask = /^SigIgn:\s*([0-9a-f]+)$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
  return BigInt(`0x${mask ?? "0"}`);
}

function isInputUnreadable(): boolean {
  if (readlinkSync("/proc/self/fd/0") !== "/dev/null") return false;
  const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync("/proc/self/fdinfo/0", "utf8"))?.[1];
  return (Number.parseInt(flags ?? "0", 8) & ACCESS_MODE) === WRITE_ONLY;
}

/** Only Linux has these files; elsewhere there is no such sign. */
function attempt<Answer>(look: () => Answer): Answer | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
