import { describe, expect, it } from "vitest";
import { ladderTable } from "../../../src/config/ladder/ladder-table.ts";
import { specOf, withChannel } from "./given.ts";

const table = (ladder: unknown) => ladderTable(specOf({ file: withChannel({ ladder }) }).channel);

describe("the table of a ladder", () => {
  it("shows each rung with its size against the limit", () => {
    expect(
      table("tutorial").map(
        (row) => `${row.name} ${row.resolution} ${row.shownAs} ${row.sizeText}`,
      ),
    ).toEqual([
      "480p30 640x480 16:9 3.58 Mb = 0.45 MB of 10 MB",
      "240p30 320x240 16:9 1.93 Mb = 0.24 MB of 10 MB",
      "720p30 960x720 16:9 5.92 Mb = 0.74 MB of 10 MB",
    ]);
    expect(table("tutorial")[2]).toMatchObject({ segmentBytes: 740_300, share: 0.07403 });
  });

  it("calls 854x480 16:9 and keeps odd ratios as they are", () => {
    expect(table("mobile").map(({ shownAs }) => shownAs)).toEqual(["16:9", "16:9", "16:9"]);
    const rung = { name: "a", width: 1000, height: 400, fps: 30, videoKbps: 100, audioKbps: 64 };
    expect(table([rung])[0]?.shownAs).toBe("5:2");
  });
});
