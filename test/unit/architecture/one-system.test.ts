import { expect, test } from "vitest";
import { sourceFiles } from "./source-files.ts";

/** What works on one system only, or differently, and where it may be said. The sandbox imports nothing of ours. */
const GUARDED: readonly (readonly [string, RegExp, RegExp])[] = [
  [
    "which system this is",
    /\bprocess\.platform\b|\bplatform\(\)|["']win32["']/,
    /^src\/(platform\/|doctor\/key-files\.ts|sandbox\/encoder\/inputs\/ffmpeg\.ts)/,
  ],
  [
    "names that change on the disk",
    /import \{[^}]*\b(?:rename|rm|rmdir|unlink|link|symlink|chmod|chown|cp|utimes)(?:Sync)?\b[^}]*\} from "node:fs(?:\/promises)?"/,
    /^src\/(platform\/files|sandbox\/tls\/tls)\.ts$/,
  ],
  [
    "a folder or file that is synced by hand",
    /\bfsync\b|\.datasync\(/,
    /^src\/platform\/files\.ts$/,
  ],
  [
    "signals that Windows does not know",
    /["']SIG(?:TSTP|STOP|CONT|QUIT|USR1|USR2|PIPE|ALRM|CHLD|WINCH)["']/,
    /^src\/terminal\/(keyboard-guard|prompt\/stoppable)\.ts$/,
  ],
  [
    "other processes",
    /\bprocess\.kill\(/,
    /^src\/(platform\/process-alive|terminal\/keyboard-guard|terminal\/prompt\/stoppable)\.ts$/,
  ],
  ["users and their numbers", /\b(?:getuid|geteuid|getgid|setuid|umask|userInfo)\(/, /^$/],
  [
    "flags of open() that Windows does not have",
    /\bO_(?:NONBLOCK|NOFOLLOW|DIRECTORY|SYNC|NOCTTY)\b/,
    /^src\/platform\//,
  ],
  ["paths of Unix", /["'`]\/(?:dev|proc|tmp|etc|var|bin|usr)\//, /^src\/(platform|process)\//],
  ["a shell", /\bshell: (?!shell)\S*true|\bexec(?:Sync)?\(\s*["'`]/, /^$/],
  ["a process that outlives ours", /\bdetached:/, /^src\/platform\/open-browser\.ts$/],
  [
    "the path of a file: URL without its drive",
    /import\.meta\.url\)\.pathname|\.pathname\b.*readFile/,
    /^$/,
  ],
];

const files = sourceFiles("src").map(({ path, text }) => ({ path, text: withoutComments(text) }));

test.each(GUARDED)("%s: only behind the seam", (_what, pattern, allowed) => {
  const wrong = files.filter(({ path, text }) => pattern.test(text) && !allowed.test(path));
  expect(wrong.map(({ path }) => path)).toEqual([]);
});

test("the seam itself is small, and each side of it can be asked for by name", () => {
  const seam = files.filter(({ path }) => path.startsWith("src/platform/"));
  expect(seam.length).toBeGreaterThan(0);
  for (const { path, text } of seam.filter(({ text: one }) => one.includes("platform()")))
    expect(text, path).toMatch(/NodeJS\.Platform/);
});

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/(^|\s)\/\/.*$/gm, "");
}
