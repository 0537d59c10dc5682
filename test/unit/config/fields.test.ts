import { describe, expect, it } from "vitest";
import { defaultText } from "../../../src/config/fields/field.ts";
import { FIELDS, FIELD_PATHS, VARIABLES, fieldAt } from "../../../src/config/fields/fields.ts";
import { configJsonSchema } from "../../../src/config/schema/json-schema.ts";
import { schemaAt } from "../../../src/config/schema/schema.ts";
import { LEAST, specOf } from "./given.ts";
import { getAt } from "../../../src/config/resolve/tree.ts";

type Node = {
  readonly properties?: Record<string, Node>;
  readonly oneOf?: Node[];
  readonly description?: string;
};

/** Every path that the JSON Schema knows, down to what is no object. */
function pathsOf(node: Node, prefix = ""): readonly string[] {
  const objects = node.oneOf ?? [node];
  const paths = objects.flatMap(({ properties = {} }) =>
    Object.entries(properties).flatMap(([key, inner]) => {
      const below = pathsOf(inner, `${prefix}${key}.`);
      return below.length === 0 ? [`${prefix}${key}`] : below;
    }),
  );
  return [...new Set(paths)];
}

describe("the table of settings", () => {
  it("has the flags that are published, each with its variable", () => {
    expect(FIELDS.map(({ flag, variable }) => `${flag} ${variable}`)).toEqual([
      "--name LIVE_ORIGIN_NAME",
      "--region LIVE_ORIGIN_REGION",
      "--momento-endpoint LIVE_ORIGIN_MOMENTO_ENDPOINT",
      "--cache LIVE_ORIGIN_CACHE",
      "--ttl-seconds LIVE_ORIGIN_TTL_SECONDS",
      "--key-days LIVE_ORIGIN_KEY_DAYS",
      "--revocable-keys LIVE_ORIGIN_REVOCABLE_KEYS",
      "--momento-account-url LIVE_ORIGIN_MOMENTO_ACCOUNT_URL",
      "--input LIVE_ORIGIN_INPUT",
      "--cidr LIVE_ORIGIN_CIDR",
      "--stream-name LIVE_ORIGIN_STREAM_NAME",
      "--input-url LIVE_ORIGIN_INPUT_URL",
      "--srt-address LIVE_ORIGIN_SRT_ADDRESS",
      "--srt-port LIVE_ORIGIN_SRT_PORT",
      "--srt-stream-id LIVE_ORIGIN_SRT_STREAM_ID",
      "--srt-latency-ms LIVE_ORIGIN_SRT_LATENCY_MS",
      "--input-id LIVE_ORIGIN_INPUT_ID",
      "--ladder LIVE_ORIGIN_LADDER",
      "--rung LIVE_ORIGIN_RUNG",
      "--segment-seconds LIVE_ORIGIN_SEGMENT_SECONDS",
      "--gop-seconds LIVE_ORIGIN_GOP_SECONDS",
      "--rate-control LIVE_ORIGIN_RATE_CONTROL",
      "--segment-names LIVE_ORIGIN_SEGMENT_NAMES",
      "--encoder-auth LIVE_ORIGIN_ENCODER_AUTH",
      "--role-arn LIVE_ORIGIN_ROLE_ARN",
      "--size-rule LIVE_ORIGIN_SIZE_RULE",
      "--stop-after LIVE_ORIGIN_STOP_AFTER",
      "--window-segments LIVE_ORIGIN_WINDOW_SEGMENTS",
      "--keep-segments LIVE_ORIGIN_KEEP_SEGMENTS",
      "--filecache-seconds LIVE_ORIGIN_FILECACHE_SECONDS",
      "--num-retries LIVE_ORIGIN_NUM_RETRIES",
      "--connection-retry-interval-seconds LIVE_ORIGIN_CONNECTION_RETRY_INTERVAL_SECONDS",
      "--restart-delay-seconds LIVE_ORIGIN_RESTART_DELAY_SECONDS",
      "--master-playlist LIVE_ORIGIN_MASTER_PLAYLIST",
      "--playlist-cache-seconds LIVE_ORIGIN_PLAYLIST_CACHE_SECONDS",
      "--cors LIVE_ORIGIN_CORS",
    ]);
    expect(new Set(VARIABLES).size).toBe(FIELDS.length);
  });

  it("uses commander's camelCase for keys", () => {
    expect(fieldAt("channel.hls.connectionRetryIntervalSeconds").key).toBe(
      "connectionRetryIntervalSeconds",
    );
    expect(fieldAt("origin.endpoint").key).toBe("momentoEndpoint");
  });

  it("covers the file's schema exactly, in both directions", () => {
    const noSetting = ["$schema", "sandbox", "momentoKeyFile"];
    const schemaPaths = pathsOf(configJsonSchema()).filter((path) => !noSetting.includes(path));
    expect(schemaPaths.toSorted()).toEqual([...FIELD_PATHS].toSorted());
  });

  it("has a schema for every field and refuses any other path", () => {
    for (const path of FIELD_PATHS)
      expect(schemaAt(path).safeParse(Symbol("x")).success).toBe(false);
    expect(() => schemaAt("channel.nothing")).toThrow("no schema");
    expect(() => fieldAt("channel.nothing")).toThrow("no setting");
  });

  it("tells the defaults that a Spec really gets", () => {
    const spec = specOf({ file: LEAST });
    for (const field of FIELDS) {
      const { path } = field;
      const value = getAt(spec, path);
      if (
        /^(true|\d+|CBR|SINGLE_PIPELINE|restart-safe|url-token|bytes|live-origin)$/.test(
          defaultText(field) ?? "",
        ) &&
        value !== undefined
      )
        expect(`${path} ${JSON.stringify(value).replaceAll('"', "")}`).toBe(
          `${path} ${defaultText(field)}`,
        );
    }
    expect(spec.channel.ladderName).toBe(defaultText(fieldAt("channel.ladder")));
  });

  it("explains each setting in one line", () => {
    for (const { help } of FIELDS) expect(help).toMatch(/^[^\n]{15,125}$/);
  });
});

describe("the JSON Schema", () => {
  it("shows each setting's help to editors and allows no other keys", () => {
    const text = JSON.stringify(configJsonSchema());
    for (const { help, path, kind } of FIELDS)
      if (path !== "channel.input.type" && kind !== "rungs")
        expect(text).toContain(JSON.stringify(help));
    expect(configJsonSchema()).toMatchObject({ additionalProperties: false, type: "object" });
  });
});
