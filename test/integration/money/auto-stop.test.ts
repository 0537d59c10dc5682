import { MediaLiveClient, StopChannelCommand } from "@aws-sdk/client-medialive";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { rehearsal, type Rehearsal } from "../support/rehearsal.ts";

type End = {
  readonly is: string;
  readonly endsAt: string | null;
  readonly problems: readonly string[];
};
type Document = {
  readonly end: End | null;
  readonly notes: readonly string[];
  readonly drift: readonly { readonly resource: string; readonly action: string }[];
};

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

let place: Rehearsal;
beforeEach(async () => {
  place = await rehearsal();
});
afterEach(() => place.close());

async function run(...args: readonly string[]): Promise<Document & { readonly code: number }> {
  const { code, stdout } = await place.run([...args, "--json"]);
  return { ...(JSON.parse(stdout) as Document), code: code ?? -1 };
}

const has = (kind: string): boolean => place.kinds().includes(kind);
const untilEnd = ({ end }: Document): number => Date.parse(end?.endsAt ?? "") - Date.now();

describe("a show that ends by itself", () => {
  test("has role and schedule before it starts, counts from the first picture, and loses the schedule when it is stopped", async () => {
    await run("init", "--yes");
    expect(has("schedule")).toBe(false);
    const started = await run("start", "--for", "2h");
    expect(started).toMatchObject({ code: 0, end: { is: "set", problems: [] } });
    // Never early, and at most a minute and the clock's error late.
    expect(untilEnd(started)).toBeGreaterThan(2 * HOUR_MS - 10_000);
    expect(untilEnd(started)).toBeLessThan(2 * HOUR_MS + MINUTE_MS + 3_000);
    const { endsAt } = started.end ?? {};
    expect(await run("status")).toMatchObject({ code: 0, drift: [], end: { is: "set", endsAt } });
    const text = await place.run(["status"]);
    expect(text.stdout).toMatch(
      /Ends +A schedule in AWS stops it \w{3} \d+ \w{3}, \d\d:\d\d \S+ \(in 2 h/,
    );

    const moved = await run("start", "--for", "5h");
    expect(untilEnd(moved)).toBeGreaterThan(5 * HOUR_MS - 10_000);
    expect(await run("stop")).toMatchObject({ code: 0, end: { is: "none" } });
    expect(has("schedule")).toBe(false);
    expect(has("role")).toBe(true);
    expect(await run("teardown", "--confirm", "live-origin")).toMatchObject({ code: 0 });
    expect(place.kinds()).toEqual([]);
  });

  test("is not ended by the schedule of an earlier one, and says what thirty days cost when nothing ends it", async () => {
    await run("init", "--yes");
    await run("start", "--for", "2h");
    await stoppedByHand();
    expect(has("schedule")).toBe(true);
    // One that waits for a channel that is stopped is no drift.
    expect(await run("status")).toMatchObject({ code: 0, drift: [] });
    const { stderr } = await place.run(["start"]);
    expect(stderr).toMatch(/It does not stop by itself: thirty days of it cost about [\d,]+ USD/);
    expect(has("schedule")).toBe(false);
    expect(await run("status")).toMatchObject({ end: { is: "none" } });
  });

  test("is made by channel.stopAfter, and listed among what a stack left", async () => {
    await run("init", "--yes", "--stop-after", "90m");
    expect(await run("start")).toMatchObject({ end: { is: "set" } });
    const { stdout } = await place.run(["teardown", "--orphans"]);
    expect(stdout).toMatch(/schedule +live-origin-/);
  });
});

/** Somebody stops the channel in the console. */
async function stoppedByHand(): Promise<void> {
  const client = new MediaLiveClient({
    endpoint: place.sandbox.endpoints.medialive,
    region: "us-west-2",
    credentials: { accessKeyId: "AKIAREHEARSAL", secretAccessKey: "rehearsal" },
  });
  const channel = place.sandbox.inventory().find(({ kind }) => kind === "channel");
  await client.send(new StopChannelCommand({ ChannelId: channel?.id ?? "" }));
  await expect
    .poll(async () => {
      const { stdout } = await place.run(["status", "--json"]);
      return (JSON.parse(stdout) as { channel: { state: string } }).channel.state;
    })
    .toBe("IDLE");
  client.destroy();
}
