import { expect, test } from "vitest";
import { parseReading, READINGS, type Readings } from "../../src/sandbox/readings.ts";
import { rehearsal } from "./support/rehearsal.ts";

/** Every reading at its other value. */
const OTHERS: Readings = Object.assign(
  {},
  ...Object.entries(READINGS).map(([name, values]) => parseReading(`${name}=${values.at(-1)}`)),
);

test.concurrent.each([
  ["the first values", {}, "2.50000", "_00001.ts", "&role=origin"],
  ["the other values", OTHERS, "2.00000", "-00001.ts", ""],
] as const)(
  "with %s of all readings a stack of 2.5 s segments lives from init to teardown",
  async (_which, readings, extinf, first, role) => {
    const bed = await rehearsal({ readings });
    try {
      const auth = ["--encoder-auth", "parameter-store"];
      const made = await bed.run(["init", "--yes", "--segment-seconds", "2.5", ...auth]);
      expect(made.code, made.stderr).toBe(0);
      const started = await bed.run(["start", "--json"]);
      expect(started.code, started.stderr).toBe(0);
      const { playbackUrl } = JSON.parse(started.stdout) as { playbackUrl: string };
      const master = await (await fetch(playbackUrl)).text();
      expect(master).toMatch(new RegExp(`ttl_seconds=3600${role}$`, "m"));
      const [variant = ""] = master.split("\n").filter((line) => line.includes(".m3u8"));
      const playlist = await (await fetch(new URL(variant, playbackUrl))).text();
      expect(playlist).toContain(`#EXTINF:${extinf},`);
      expect(playlist).toContain(first);
      for (const command of [
        ["verify"],
        ["stop", "--yes"],
        ["teardown", "--confirm", "live-origin"],
      ]) {
        const run = await bed.run(command);
        expect(run.code, `${command[0]}: ${run.stderr}`).toBe(0);
      }
      expect(bed.kinds()).toEqual([]);
    } finally {
      await bed.close();
    }
  },
);
