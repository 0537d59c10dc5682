import { expect, test } from "vitest";
import { scratchFolder } from "../integration/support/cli.ts";
import { openTmux } from "./support/tmux.ts";

/** Ids, ports, dates and times differ each time; steps that run side by side may end in any order. */
function comparable(screen: string): string {
  const lines = screen
    .replaceAll(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "0f0f0f0f-uuid")
    .replaceAll(/\b[0-9a-f]{8}\b/g, "0f0f0f0f")
    .replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:40000")
    .replaceAll(/\d{4}-\d\d-\d\d/g, "2030-01-01")
    .replaceAll("2030-01-01 to", "2029-11-01 to")
    // Grows by one a day, and may move the break of its line.
    .replaceAll(
      /the\s+program's\s+table,\s+\d+\s+days\s+old\./g,
      "the program's table, 70 days old.",
    )
    .replaceAll(/^(✓ .*) [\d.]+ s$/gm, "$1 0.1 s")
    // On a slow machine there are two segments at the first look.
    .replaceAll(/^· The first picture is there.*\n(?: {2}\S.*\n)*/gm, "")
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => !/^ {2}[ ▀▄█]{20,}$/.test(line));
  const sorted: string[] = [];
  let block: string[] = [];
  for (const line of [...lines, ""]) {
    if (/^[✓·] /.test(line)) {
      block.push(line);
      continue;
    }
    const before = block.at(-1);
    if (before !== undefined && /^ {2}\S/.test(line)) {
      block[block.length - 1] = `${before}\n${line}`;
      continue;
    }
    sorted.push(...block.toSorted(), line);
    block = [];
  }
  return `${sorted
    .join("\n")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim()}\n`;
}

test("a whole rehearsal at a terminal looks as it did", { timeout: 60_000 }, async () => {
  const folder = await scratchFolder();
  const tmux = await openTmux(folder.path);
  try {
    await tmux.sees(/\$ $/m);
    await tmux.type("live-origin init --latency instant");
    await tmux.sees(/A rehearsal on this machine, or for real\?\n❯ a rehearsal/);
    await tmux.press("Enter");
    await tmux.sees(/Is it for an audience, or just for you\?\n[^❯]*❯/);
    await tmux.press("Down");
    await tmux.sees(/❯ an audience/);
    await tmux.press("Enter");
    await tmux.sees(/For how many days will you need it\? \(30\)/);
    await tmux.type("2");
    await tmux.sees(/Where does the video come from\?\n[^❯]*❯/);
    await tmux.press("Enter");
    await tmux.sees(/Which renditions should be encoded\?\n[^❯]*❯/);
    await tmux.press("Enter");
    await tmux.sees(/❯ Go on: show the plan/);
    await tmux.press("Enter");
    await tmux.sees(/Go ahead\? \(Y\/n\)/);
    await tmux.press("Enter");
    await tmux.sees(/Save your answers.*\(Y\/n\)/);
    await tmux.press("Enter");
    await tmux.sees(/Start the channel now\? \(Y\/n\)/);
    await tmux.press("Enter");
    await tmux.sees(/Ctrl-C ends it and removes everything/);
    await tmux.press("C-c");
    await tmux.sees(/Momento cache deleted[^$]*\n\$ $/m);
    await expect(comparable(await tmux.screen())).toMatchFileSnapshot(
      "../golden/wizard-transcript.txt",
    );
  } finally {
    await tmux.close();
    await folder.remove();
  }
});
