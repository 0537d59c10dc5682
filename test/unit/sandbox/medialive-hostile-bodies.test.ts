import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonRecord } from "../../../src/sandbox/json.ts";
import { inputClassOf } from "../../../src/sandbox/medialive/input-types.ts";
import { checkChannel, checkReadable } from "../../../src/sandbox/medialive/rules/channel.ts";
import { checkInputBody } from "../../../src/sandbox/medialive/rules/input.ts";
import { CREATE_CHANNEL } from "../../../src/sandbox/medialive/shapes/channel.ts";
import { CREATE_INPUT } from "../../../src/sandbox/medialive/shapes/input.ts";
import { Refusal } from "../../../src/sandbox/wire.ts";
import { seeded } from "../seeded.ts";

const CHANNEL = {
  name: "show",
  channelClass: "SINGLE_PIPELINE",
  inputSpecification: { codec: "AVC" },
  inputAttachments: [{ inputId: "1", inputSettings: { audioSelectors: [{ name: "stage" }] } }],
  destinations: [{ id: "d", settings: [{ url: "http://a/b" }] }],
  encoderSettings: {
    timecodeConfig: { source: "SYSTEMCLOCK" },
    audioDescriptions: [
      { name: "a", audioSelectorName: "stage", codecSettings: { aacSettings: {} } },
    ],
    videoDescriptions: [
      { name: "v", width: 2, height: 2, codecSettings: { h264Settings: { bitrate: 1000 } } },
    ],
    outputGroups: [
      {
        outputGroupSettings: { hlsGroupSettings: { destination: { destinationRefId: "d" } } },
        outputs: [
          {
            videoDescriptionName: "v",
            audioDescriptionNames: ["a"],
            outputSettings: {
              hlsOutputSettings: {
                nameModifier: "_v",
                hlsSettings: { standardHlsSettings: { m3u8Settings: {} } },
              },
            },
          },
        ],
      },
    ],
  },
};
const INPUT = {
  name: "in",
  type: "SRT_CALLER",
  inputSecurityGroups: ["1"],
  destinations: [{ streamName: "a/b" }],
  sources: [{ url: "https://a.example/b" }],
  srtSettings: { srtCallerSources: [{ srtListenerAddress: "a.example", srtListenerPort: "9" }] },
};

/** The body with one place, chosen by `pick`, holding something else. */
function spoiled(body: unknown, pick: number, junk: unknown): JsonRecord {
  let places = 0;
  const count = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const inner of Object.values(value)) {
      places += 1;
      count(inner);
    }
  };
  count(body);
  let at = pick % places;
  return JSON.parse(
    JSON.stringify(body, (key, value: unknown) => (key !== "" && at-- === 0 ? junk : value)),
  ) as JsonRecord;
}

function outcome(check: () => void): string {
  try {
    check();
    return "accepted";
  } catch (error) {
    if (error instanceof Refusal) return String(error.error.status);
    throw error;
  }
}

describe("a body that somebody spoiled", () => {
  it("is accepted as it was, so that the rest of this file means something", () => {
    expect(outcome(() => checkReadable(CREATE_CHANNEL, CHANNEL))).toBe("accepted");
    expect(outcome(() => checkChannel(CHANNEL))).toBe("accepted");
    expect(inputClassOf(INPUT)).toBe("SINGLE_PIPELINE");
  });

  it("is accepted or refused with 400 or 422, and never breaks the emulator", () => {
    fc.assert(
      fc.property(fc.nat(), fc.jsonValue(), (pick, junk) => {
        const channel = spoiled(CHANNEL, pick, junk);
        const input = spoiled(INPUT, pick, junk);
        const seen = [
          outcome(() => {
            checkReadable(CREATE_CHANNEL, channel);
            checkChannel(channel);
          }),
          outcome(() => {
            checkInputBody(CREATE_INPUT, input);
            inputClassOf(input);
          }),
        ];
        return seen.every((one) => ["accepted", "400", "422"].includes(one));
      }),
      seeded("bodies for the emulator", 3000),
    );
  });
});
