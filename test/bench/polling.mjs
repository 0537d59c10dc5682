import { build } from "esbuild";
import { verdict } from "./rounds.mjs";

/** Waits that are typical of the clouds, milliseconds, with the longest pause of who asks. */
const WAITS = [
  ["an input is made", 3_000, 3_000],
  ["a channel is made", 10_000, 3_000],
  ["a function is published", 20_000, 5_000],
  ["a channel starts", 60_000, 3_000],
  ["a distribution is deployed", 240_000, 5_000],
];

/** How late the end of a wait is noticed at worst, and how often is asked: the loop itself, with a clock that a sleep moves on. */
export async function benchPolling() {
  const { outputFiles } = await build({
    entryPoints: ["src/core/engine/wait.ts"],
    bundle: true,
    format: "esm",
    platform: "node",
    write: false,
  });
  const source = Buffer.from(outputFiles[0].contents).toString("base64");
  const { poll } = await import(`data:text/javascript;base64,${source}`);
  const rows = [];
  for (const [what, typicalMs, everyMs] of WAITS) {
    let lateMs = 0;
    let isMet = true;
    let rate = 0;
    for (let overAtMs = typicalMs; overAtMs < typicalMs * 1.2; overAtMs += 50) {
      let now = 0;
      let looks = 0;
      const clock = { now: () => now, sleep: async (milliseconds) => void (now += milliseconds) };
      await poll(
        { clock, signal: new AbortController().signal, emit: () => {}, resource: "channel" },
        {
          everyMs,
          deadlineMs: 3_600_000,
          read: async () => void (looks += 1),
          done: () => now >= overAtMs,
          describe: () => "",
        },
      );
      lateMs = Math.max(lateMs, now - overAtMs);
      rate = Math.max(rate, (looks - 1) / (now / 1000));
      isMet &&= now - overAtMs <= Math.max(1_050, typicalMs / 10) && rate < 1;
    }
    rows.push([
      `noticed late at worst, when ${what}`,
      `${((100 * lateMs) / typicalMs).toFixed(1)} %`,
      `${(lateMs / 1000).toFixed(1)} s of ${typicalMs / 1000}, ${rate.toFixed(2)} requests/s; goal a tenth or 1.05 s, below 1/s: ${verdict(isMet)}`,
    ]);
  }
  return rows;
}
