import { describe, expect, test } from "vitest";
import { inputClassOf } from "../../../src/sandbox/medialive/input-types.ts";

const isOwnPort = (port: number): boolean => port === 4321;
const pull = (type: string, url: string) => ({ name: "in", type, sources: [{ url }] });
const srt = (srtListenerAddress: string, srtListenerPort: string) => ({
  name: "in",
  type: "SRT_CALLER",
  srtSettings: { srtCallerSources: [{ srtListenerAddress, srtListenerPort }] },
});
const refused = (body: object): unknown => {
  try {
    return inputClassOf(body as never, isOwnPort);
  } catch (error) {
    return (error as { error?: unknown }).error;
  }
};
const BAD_REQUEST = { name: "BadRequestException", status: 400 };

const LOCAL_HOSTS = [
  "127.0.0.1",
  "127.1.2.3",
  "localhost",
  "LOCALHOST",
  "localhost.",
  "a.localhost",
  "[::1]",
  "[::]",
  "[::ffff:127.0.0.1]",
  "[::ffff:a9fe:a9fe]",
  "[64:ff9b::7f00:1]",
  "[fe80::1]",
  "[fd00::1]",
  "0.0.0.0",
  "0",
  "2130706433",
  "0x7f000001",
  "0177.0.0.1",
  "127.1",
  "169.254.169.254",
  "10.0.0.1",
  "172.16.0.1",
  "192.168.1.1",
  "100.64.0.1",
  "224.0.0.1",
  "255.255.255.255",
  "printer.local",
  "metadata.google.internal",
];

describe("an input that no cloud could read is refused as MediaLive refuses a URL", () => {
  test.each(LOCAL_HOSTS)("%s", (host) => {
    for (const [type, scheme] of [
      ["MP4_FILE", "http"],
      ["URL_PULL", "https"],
      ["TS_FILE", "http"],
      ["RTMP_PULL", "rtmp"],
    ] as const)
      expect(refused(pull(type, `${scheme}://${host}:22/x`))).toMatchObject(BAD_REQUEST);
    expect(refused(srt(host, "22"))).toMatchObject(BAD_REQUEST);
  });

  test.each([
    "file:///etc/passwd",
    "FILE:///etc/passwd",
    "/etc/passwd",
    "./show.mp4",
    "concat:/etc/passwd|http://127.0.0.1:4321/x",
    "pipe:0",
    "data:video/mp4;base64,AAAA",
    "subfile,,start,0,end,9,,:/etc/passwd",
    "crypto:file:///etc/passwd",
    "async:file:///etc/passwd",
    "cache:http://127.0.0.1/x",
    "hls+http://127.0.0.1/x",
    "hls+file:///etc/passwd",
    "tcp://127.0.0.1:22",
    "udp://127.0.0.1:22",
    "gopher://127.0.0.1:22/x",
    "http://user:word@example.com/x",
    "-i",
  ])("%s", (url) => {
    for (const type of ["MP4_FILE", "URL_PULL", "TS_FILE", "RTMP_PULL"])
      expect(refused(pull(type, url))).toMatchObject(BAD_REQUEST);
  });

  test("an SRT address with more than an address in it", () => {
    for (const address of ["198.51.100.4?mode=listener", "a.example/x", "a.example:1#", "a b"])
      expect(refused(srt(address, "9000"))).toMatchObject(BAD_REQUEST);
  });
});

test("what a cloud can read is taken, and so are the sandbox's own ports, which stand for it", () => {
  for (const url of [
    "https://example.com/a.m3u8",
    "http://203.0.113.7:8080/a.mp4",
    "http://[2001:db8::1]/a.mp4",
    "s3ssl://bucket/a.mp4",
    "http://127.0.0.1:4321/a.mp4",
    "http://localhost:4321/a.mp4",
  ])
    expect(refused(pull("MP4_FILE", url))).toBe("SINGLE_PIPELINE");
  expect(refused(srt("198.51.100.7", "9000"))).toBe("SINGLE_PIPELINE");
  expect(refused(srt("ingest.example.com", "9000"))).toBe("SINGLE_PIPELINE");
});
