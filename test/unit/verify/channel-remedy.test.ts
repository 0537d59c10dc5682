import { expect, test } from "vitest";
import { setChannelRight } from "../../../src/verify/channel-remedy.ts";
import type { Evidence } from "../../../src/verify/evidence.ts";
import type { ChannelStanding } from "../../../src/verify/target.ts";

function said(State: string, standing: ChannelStanding, ttlSeconds?: number): Promise<string> {
  const evidence = {
    target: { command: (verb: string) => verb, standing: () => standing },
    describedChannel: () => Promise.resolve({ State }),
  };
  const wrong = { what: "it", explains: /^Destinations/, ttlSeconds };
  return setChannelRight(evidence as unknown as Evidence, wrong);
}

const HERE = { is: "here", changed: ["Destinations.ttl_seconds"] } as const;

test("a show is stopped for what is wrong where nothing else differs, and an idle channel needs no consent", async () => {
  expect(await said("RUNNING", HERE)).toBe("Set it right: create-channel --allow-interruption");
  expect(await said("RUNNING", HERE, 60)).toBe(
    "Set it right: create-channel --ttl-seconds 60 --allow-interruption",
  );
  expect(await said("RUNNING", { is: "here", changed: ["RoleArn"] })).toContain("--allow");
  for (const changed of [[], ["EncoderSettings.GopSize"]])
    expect(await said("IDLE", { is: "here", changed })).toBe("Set it right: create-channel");
});

test("what has another cause is looked at first", async () => {
  const more = { is: "here", changed: [...HERE.changed, "EncoderSettings.GopSize"] } as const;
  expect(await said("RUNNING", more)).toContain("create-channel --dry-run");
  expect(await said("RUNNING", { is: "elsewhere" })).toContain("init --rebuild-state");
  expect(await said("RUNNING", { is: "unknown" })).toContain("init --dry-run");
  for (const standing of [more, { is: "elsewhere" }, { is: "unknown" }] as const)
    expect(await said("RUNNING", standing, 60)).not.toContain("--allow-interruption");
});
