import { describe, expect, it } from "vitest";
import { equivalentCommand } from "../../../src/config/resolve/equivalent-command.ts";
import { shellText } from "../../../src/config/text/shell-text.ts";
import { specFile } from "../../../src/config/resolve/spec-file.ts";
import { LEAST, resolved, specOf, withChannel } from "./given.ts";

const PUSH = {
  region: "us-west-2",
  channel: { input: { type: "rtmp-push", cidrs: ["203.0.113.7/32", "198.51.100.0/24"] } },
};

describe("a Spec as a file", () => {
  it("holds name, region, input and nothing that is a default", () => {
    expect(specFile(specOf({ file: PUSH }))).toEqual({ name: "live-origin", ...PUSH });
  });

  it("begins with its schema when one is named", () => {
    const file = specFile(specOf({ file: PUSH }), { schema: "./s.json" });
    expect(Object.entries(file)[0]).toEqual(["$schema", "./s.json"]);
  });

  it("leaves out dependent values where the default would be the same, and keeps them where not", () => {
    const spec = (gopSeconds: number) =>
      specOf({
        file: withChannel(
          { segmentSeconds: 2.5, gopSeconds, encoderAuth: "parameter-store" },
          { cdn: { masterPlaylist: "origin" } },
        ),
      });
    expect(specFile(spec(2.5)).channel).not.toHaveProperty("gopSeconds");
    expect(specFile(spec(2.5))).not.toHaveProperty("cdn");
    expect(specFile(spec(1.25)).channel).toHaveProperty("gopSeconds", 1.25);
  });

  it("writes an own ladder as short as it can be given", () => {
    const rung = { name: "a", width: 640, height: 480, fps: 30, videoKbps: 1000, audioKbps: 128 };
    const spec = specOf({
      file: withChannel({
        ladder: [{ ...rung, nameModifier: "_a", pixelAspect: [1, 1] }],
        rateControl: "VBR",
      }),
    });
    expect(specFile(spec).channel?.ladder).toEqual([rung]);
  });
});

describe("the equivalent command", () => {
  it("names what differs from the defaults", () => {
    const spec = specOf({ file: { ...PUSH, cdn: { cors: false }, origin: { keyDays: 3 } } });
    expect(shellText(equivalentCommand(spec, { extra: ["--yes"] }), "posix")).toBe(
      "init --region us-west-2 --key-days 3 --input rtmp-push --cidr 203.0.113.7/32 --cidr 198.51.100.0/24 --no-cors --yes",
    );
  });

  it("leaves out what came from defaults of the surroundings", () => {
    const resolution = resolved({ flags: { ladder: "mobile" }, defaults: LEAST });
    if (!resolution.ok) throw new Error("must resolve");
    const { spec, sources } = resolution;
    expect(equivalentCommand(spec, { command: "create-channel", sources })).toEqual([
      "create-channel",
      "--ladder",
      "mobile",
    ]);
  });

  it("writes own rungs with everything that is not their default", () => {
    const rung = {
      name: "a",
      width: 640,
      height: 480,
      fps: 30,
      videoKbps: 1000,
      audioKbps: 128,
      pixelAspect: [4, 3],
      nameModifier: "_sd",
    };
    const argv = equivalentCommand(specOf({ file: withChannel({ ladder: [rung] }) }));
    expect(argv.slice(argv.indexOf("--rung"))).toEqual([
      "--rung",
      "a=640x480@30,1000,128,par=4:3,modifier=_sd",
    ]);
  });

  it("is quoted where a shell would read more into it", () => {
    expect(
      shellText(
        ["live-origin", "--input-url", "https://x.io/a?b=1&c=2", "--stream-name", "it's", ""],
        "posix",
      ),
    ).toBe(String.raw`live-origin --input-url 'https://x.io/a?b=1&c=2' --stream-name 'it'\''s' ''`);
  });
});
