import { describe, expect, it } from "vitest";
import { parseFaults } from "../../../src/sandbox/fault-list.ts";
import { parseFault } from "../../../src/sandbox/fault-text.ts";
import { createGate } from "../../../src/sandbox/faults.ts";
import { testClock } from "./momento-world.ts";

const create = { service: "medialive", operation: "CreateChannel", resource: "channel-1" };

function gateWith(...texts: string[]) {
  const clock = testClock();
  return { clock, gate: createGate({ faults: texts.map(parseFault), clock }) };
}

describe("faults at the gate", () => {
  it("refuses as often as told and then lets pass", async () => {
    const { gate } = gateWith("medialive:CreateChannel refuse 2 TooManyRequestsException");
    const verdicts = [await gate.before(create), await gate.before(create)];
    for (const verdict of verdicts)
      expect(verdict).toMatchObject({
        refuse: { name: "TooManyRequestsException", status: 429 },
      });
    expect(await gate.before(create)).toEqual({ pass: true });
  });

  it("leaves other operations, services and resources alone", async () => {
    const { gate } = gateWith("medialive:CreateChannel(channel-2) refuse always Conflict 409");
    expect(await gate.before(create)).toEqual({ pass: true });
    expect(await gate.before({ ...create, operation: "StartChannel" })).toEqual({ pass: true });
    expect(await gate.before({ ...create, resource: "channel-2" })).toHaveProperty("refuse");
  });

  it("takes a star for any run of characters", async () => {
    const { gate } = gateWith("momento:PutItem(live-origin/*_480p30*.ts) drop-before 9");
    const put = (resource: string) =>
      gate.before({ service: "momento", operation: "PutItem", resource });
    expect(await put("live-origin/playlist_480p30_00001.ts")).toEqual({ drop: true });
    expect(await put("live-origin/playlist_480p30.m3u8")).toEqual({ pass: true });
    expect(await put("other/playlist_480p30_00001.ts")).toEqual({ pass: true });
  });

  it("drops before the effect, or after it", async () => {
    const { gate } = gateWith("*:CreateChannel drop-before", "*:CreateChannel drop-after 1");
    expect(await gate.before(create)).toEqual({ drop: true });
    expect(await gate.after(create)).toBe("drop");
    expect(await gate.before(create)).toEqual({ pass: true });
    expect(await gate.after(create)).toBe("respond");
  });

  it("throttles to so many calls per second of the sandbox's clock", async () => {
    const { gate, clock } = gateWith("medialive:* throttle 2/s");
    const statuses = async () => {
      const verdicts = [];
      for (let index = 0; index < 3; index += 1) verdicts.push(await gate.before(create));
      return verdicts.map((verdict) => "pass" in verdict);
    };
    expect(await statuses()).toEqual([true, true, false]);
    clock.advance(1_000);
    expect(await statuses()).toEqual([true, true, false]);
  });

  it("delays on the sandbox's clock", async () => {
    const slept: number[] = [];
    const clock = { ...testClock(), sleep: (ms: number) => Promise.resolve(void slept.push(ms)) };
    const gate = createGate({ faults: [parseFault("*:* delay 1.5s 1")], clock });
    await gate.before(create);
    await gate.before(create);
    expect(slept).toEqual([1_500]);
  });

  it("tells a transition where to end, once", () => {
    const { gate } = gateWith("medialive:CreateChannel becomes CREATE_FAILED");
    expect(gate.transition({ ...create, operation: "StartChannel" })).toBe(undefined);
    expect(gate.transition(create)).toBe("CREATE_FAILED");
    expect(gate.transition(create)).toBe(undefined);
  });

  it("shows observers every call before its faults, and waits for them", async () => {
    const seen: string[] = [];
    const gate = createGate({
      faults: [parseFault("*:* refuse 1 Conflict 409")],
      clock: testClock(),
      onCall: async (phase, { operation }) => {
        await Promise.resolve();
        seen.push(`${phase} ${operation}`);
      },
    });
    await gate.before(create);
    await gate.after(create);
    expect(seen).toEqual(["before CreateChannel", "after CreateChannel"]);
  });

  it("lists what is still armed with the uses that are left", async () => {
    const { gate } = gateWith(
      "medialive:CreateChannel refuse 2 ConflictException",
      "*:* delay 1ms",
    );
    await gate.before(create);
    expect(gate.faults()).toMatchObject([{ effect: "refuse", times: 1 }, { effect: "delay" }]);
    gate.set([]);
    expect(gate.faults()).toEqual([]);
  });
});

describe("faults as text", () => {
  it.each([
    ["medialive:CreateChannel", "is none of"],
    ["CreateChannel refuse 1 ConflictException", "SERVICE:OPERATION"],
    ["medialive:CreateChannel refuse", "is none of"],
    ["medialive:CreateChannel refuse 0 ConflictException", "is none of"],
    ["medialive:CreateChannel refuse 1 ConflictException 200", "is none of"],
    ["medialive:CreateChannel delay soon", "is none of"],
    ["medialive:CreateChannel throttle 0/s", "is none of"],
    ["medialive:CreateChannel explode", "is none of"],
  ])("refuses '%s'", (text, why) => {
    expect(() => parseFault(text)).toThrow(why);
  });

  it("reads a file of lines with comments, and the same as JSON", () => {
    const line = "cloudfront:UpdateDistribution refuse 1 PreconditionFailed";
    const wanted = [parseFault(line)];
    expect(parseFaults(`# one\n\n  ${line}  \n`)).toEqual(wanted);
    expect(parseFaults(JSON.stringify(wanted))).toEqual(wanted);
    expect(parseFaults(JSON.stringify([line]))).toEqual(wanted);
    expect(parseFaults("")).toEqual([]);
  });

  it("refuses JSON that is no fault and says where", () => {
    expect(() =>
      parseFaults('[{"service":"medialive","operation":"x","effect":"delay"}]'),
    ).toThrow();
  });
});
