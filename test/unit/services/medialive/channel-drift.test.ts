import { describe, expect, test } from "vitest";
import type { PlanContext } from "../../../../src/core/engine/resource.ts";
import type { Channel } from "../../../../src/services/medialive/api.ts";
import { channelDifferences } from "../../../../src/services/medialive/channel-drift.ts";
import { buildChannel } from "../../../../src/services/medialive/channel-request.ts";
import { sealChannel } from "../../../../src/services/medialive/sealed-channel.ts";
import { revealDeep, Secret } from "../../../../src/config/secret.ts";
import { ALL_ROWS, contextOf, tutorialSpec } from "../tutorial-context.ts";

/** The channel as MediaLive would describe it. */
const described = (context: PlanContext, changes: object = {}): Channel => {
  const body = revealDeep(buildChannel(context, "")) as Parameters<typeof sealChannel>[0];
  return sealChannel({ ...body, Id: "3333333", State: "IDLE", ...changes });
};
const context = contextOf(tutorialSpec(), ALL_ROWS);
const paths = (wanted: PlanContext, found: Channel): readonly string[] =>
  channelDifferences(wanted, found).map(({ path }) => path);

describe("channel differences", () => {
  test("are none for the channel that was asked for, whatever the service filled in", () => {
    const found = described(context, {
      Maintenance: { MaintenanceDay: "MONDAY" },
      EgressEndpoints: [{ SourceIp: "192.0.2.1" }],
    });
    expect(channelDifferences(context, found)).toEqual([]);
  });

  test("show another key in the destination, but neither key", () => {
    const rotated = {
      ...context,
      secrets: { ...context.secrets, encoderKey: Secret.of("eyJvdGhlciJ9") },
    };
    const found = channelDifferences(rotated, described(context));
    expect(found.map(({ path }) => path)).toEqual(["Destinations[momento].Settings[0].Url"]);
    expect(JSON.stringify(found)).not.toMatch(/eyJ/);
  });

  test("assume another key while it is not made yet", () => {
    const pending = { ...context, secrets: { ...context.secrets, encoderKey: Secret.pending() } };
    expect(paths(pending, described(context))).toEqual(["Destinations[momento].Settings[0].Url"]);
  });

  test("show no key when the destination shall carry none any more", () => {
    const spec = tutorialSpec({ channel: { encoderAuth: "parameter-store" } });
    const found = channelDifferences(contextOf(spec, ALL_ROWS), described(context));
    expect(found.length).toBeGreaterThan(0);
    expect(JSON.stringify(found)).not.toMatch(/eyJ/);
  });

  test("see a segment modifier that is no longer wanted", () => {
    const plain = contextOf(tutorialSpec({ channel: { segmentNames: "tutorial" } }), ALL_ROWS);
    expect(paths(plain, described(context))).toHaveLength(3);
  });

  test("make another channel of another class or one that never came to be", () => {
    const effects = (changes: object): readonly string[] =>
      channelDifferences(context, described(context, changes)).map(({ effect }) => effect);
    expect(effects({ ChannelClass: "STANDARD" })).toEqual(["replace"]);
    expect(effects({ State: "CREATE_FAILED" })).toEqual(["replace"]);
    expect(effects({ State: "UPDATE_FAILED" })).toEqual(["update"]);
  });
});
