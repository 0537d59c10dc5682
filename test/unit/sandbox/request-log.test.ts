import { describe, expect, it } from "vitest";
import { createRequestLog, LOG_LINES, redact } from "../../../src/sandbox/request-log.ts";
import { wrapV1 } from "../../../src/sandbox/momento/token.ts";

const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJlLXNpZ25hdHVyZQ";

describe("the request log", () => {
  it.each([
    `https://host/cache/c/playlist.m3u8?token=${encodeURIComponent(wrapV1("cell", jwt))}&ttl_seconds=3600`,
    `authorization: ${jwt}`,
    `Authorization: Basic ${Buffer.from(`momento:${jwt}`).toString("base64")}`,
    `{"api_key":"${jwt}","refresh_token":"${jwt}"}`,
    `http://momento:${jwt}@host/`,
    `a bare ${wrapV1("cell", jwt)} in between`,
  ])("removes the key from %s", (text) => {
    const clean = redact(text);
    expect(clean).toContain("***");
    for (const part of jwt.split(".")) expect(clean).not.toContain(part);
    expect(clean).not.toContain(wrapV1("cell", jwt).slice(0, 20));
  });

  it("leaves ordinary resources as they are", () => {
    const arn = "arn:aws:medialive:us-west-2:111122223333:channel:1234567";
    expect(redact(arn)).toBe(arn);
    expect(redact("live-origin/playlist_480p30_00001.ts")).toBe(
      "live-origin/playlist_480p30_00001.ts",
    );
  });

  it("keeps the last lines only, and hands on every one", () => {
    let handed = 0;
    const log = createRequestLog(
      () => 0,
      () => {
        handed += 1;
      },
    );
    for (let index = 0; index < LOG_LINES + 5; index += 1)
      log.add({ service: "iam", operation: String(index), status: 200 });
    expect(log.lines()).toHaveLength(LOG_LINES);
    expect(log.lines()[0]).toMatchObject({ operation: "5", at: "1970-01-01T00:00:00.000Z" });
    expect(handed).toBe(LOG_LINES + 5);
  });
});
