import { describe, expect, it } from "vitest";
import { MOMENTO_CELLS, nearestCell, regionOfEndpoint } from "../../../src/config/momento-cells.ts";
import { normaliseEndpoint, restUrlOf } from "../../../src/config/momento-endpoint.ts";

const CELL = "cell-4-us-west-2-1.prod.a.momentohq.com";

describe("a pasted Momento endpoint", () => {
  it.each([
    CELL,
    ` ${CELL}\n`,
    `https://${CELL}`,
    `https://api.cache.${CELL}`,
    `https://api.cache.${CELL}/cache/live-origin?token=x`,
    `api.cache.${CELL}/`,
    `cache.${CELL}`,
    `control.${CELL}`,
    `token.${CELL}`,
    `https://API.CACHE.${CELL.toUpperCase()}:443/`,
  ])("is normalised from %j", (text) => {
    expect(normaliseEndpoint(text)).toBe(CELL);
  });

  it.each([
    "",
    "  ",
    "us-west-2",
    "https://",
    "a b.com",
    "cell_4.momentohq.com",
    "-a.com",
    "a..com",
  ])("is refused as %j", (text) => {
    expect(normaliseEndpoint(text)).toBeUndefined();
  });

  it("leads to the REST host", () => {
    expect(restUrlOf(CELL)).toBe(`https://api.cache.${CELL}`);
  });
});

describe("the public Momento cells", () => {
  it("are eleven, three with irregular names", () => {
    expect(MOMENTO_CELLS).toHaveLength(11);
    expect(MOMENTO_CELLS.map(({ endpoint }) => endpoint)).toEqual(
      expect.arrayContaining([
        CELL,
        "cell-us-east-1-1.prod.a.momentohq.com",
        "cell-ap-northeast-1-1.prod.a.momentohq.com",
        "cell-1-eu-central-1-1.prod.a.momentohq.com",
      ]),
    );
  });

  it("tell their region", () => {
    for (const { region, endpoint } of MOMENTO_CELLS)
      expect(regionOfEndpoint(endpoint)).toBe(region);
    expect(regionOfEndpoint("cell-sandbox-us-west-2-1.prod.a.momentohq.com")).toBe("us-west-2");
    expect(regionOfEndpoint("private.example.com")).toBeUndefined();
  });

  it.each([
    ["us-west-2", "us-west-2"],
    ["us-west-1", "us-west-2"],
    ["ca-central-1", "us-east-1"],
    ["eu-west-3", "eu-west-2"],
    ["eu-south-1", "eu-central-1"],
    ["ap-southeast-4", "ap-southeast-2"],
    ["ap-northeast-3", "ap-northeast-1"],
  ])("nearest to %s is the one in %s", (region, expected) => {
    expect(nearestCell(region)?.region).toBe(expected);
  });

  it("is unknown for an unknown region", () => {
    expect(nearestCell("constructor")).toBeUndefined();
  });
});
