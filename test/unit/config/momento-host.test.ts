import { expect, test } from "vitest";
import {
  momentoCell,
  normaliseAccountUrl,
  normaliseEndpoint,
} from "../../../src/config/momento-endpoint.ts";
import { foreignHost, hostOwner, urlOwner } from "../../../src/config/momento-host.ts";

const CELL = "cell-4-us-west-2-1.prod.a.momentohq.com";

/** Hosts and URLs that look like Momento's or like this machine, and are neither. */
const FOREIGN = [
  "evil.example",
  "momentohq.com",
  "momentohq.com.evil.example",
  `${CELL}.evil.example`,
  "evil-momentohq.com",
  "x.evilmomentohq.com",
  `${CELL}@evil.example`,
  `user:password@${CELL}`,
  `user@${CELL}`,
  `evil.example/${CELL}`,
  `evil.example#${CELL}`,
  `evil.example?${CELL}`,
  `evil.example\\${CELL}`,
  `${CELL}\\@evil.example`,
  `evil.example%2f.momentohq.com`,
  `evil.example%00.momentohq.com`,
  `evil.example .momentohq.com`,
  `evil.example\t.momentohq.com`,
  `evil.example\n.momentohq.com`,
  `evil.example\u0000.momentohq.com`,
  "x.m\u043ementohq.com",
  "x.xn--mmentohq-fij.com",
  "x。momentohq。com",
  "x.\uff4domentohq.com",
  "\u212aell.evil.example",
  "x.momentohq.com..",
  ".momentohq.com",
  "x..momentohq.com",
  `${CELL}:8443`,
  `${CELL}:80`,
  `${CELL}:443:443`,
  `//${CELL}`,
  `ftp://${CELL}`,
  `file://${CELL}`,
  `javascript://${CELL}`,
  `https:\\\\${CELL}`,
  `https:${CELL}`,
  `https:///${CELL}`,
  `https://https://${CELL}`,
  "2130706433",
  "0x7f000001",
  "0x7f.0.0.1",
  "0177.0.0.1",
  "127.1",
  "127.0.0.2",
  "0.0.0.0",
  "169.254.169.254",
  "[::ffff:127.0.0.1]",
  "[::]",
  "::1",
  "127.0.0.1.evil.example",
  "127.0.0.1@evil.example",
  "localhost.evil.example",
  "localhost.",
  "",
  " ",
];

test.each(FOREIGN)("no Momento credential is sent to %j", (text) => {
  // One dot at the end is DNS's own way to write a name, and is taken off a setting.
  const isDotted = text === "localhost.";
  expect(isDotted ? undefined : normaliseEndpoint(text)).toBeUndefined();
  expect(momentoCell(text)).toBeUndefined();
  expect(hostOwner(text)).toBeUndefined();
  expect(urlOwner(text)).toBeUndefined();
  expect(urlOwner(`https://${text}`)).toBeUndefined();
  expect(normaliseAccountUrl(`https://${text}`)).toBeUndefined();
});

test.each([
  [CELL, CELL],
  [`${CELL}.`, CELL],
  [` HTTPS://API.CACHE.${CELL.toUpperCase()}:443/cache/x `, CELL],
  ["xn--caf-dma.momentohq.com", "xn--caf-dma.momentohq.com"],
  ["127.0.0.1.momentohq.com", "127.0.0.1.momentohq.com"],
])("%j is a host of Momento", (text, host) => {
  expect(normaliseEndpoint(text)).toBe(host);
  expect(momentoCell(text)).toBe(host);
  expect(urlOwner(`https://${host}`)).toBe("momento");
  expect(urlOwner(`http://${host}`)).toBeUndefined();
});

test.each(["127.0.0.1", "127.0.0.1:8080", "localhost:8080", "[::1]:8080"])(
  "%s is this machine, where a rehearsal may send its own key",
  (text) => {
    expect(normaliseEndpoint(`http://${text}/`)).toBe(text);
    expect(momentoCell(text)).toBeUndefined();
    expect(urlOwner(`http://${text}`)).toBe("here");
  },
);

test("the refusal says which setting, where from and what is allowed, and quotes no secret", () => {
  const error = foreignHost({
    setting: "origin.endpoint",
    from: "live-origin.json",
    value: "evil.example",
  });
  expect(error.exitCode).toBe(2);
  expect(error.message).toContain('origin.endpoint (live-origin.json) is "evil.example"');
  expect(error.hint).toMatch(/under momentohq\.com.*127\.0\.0\.1/);
  for (const value of ["me:hunter2@evil.example", "eyJhbGciOiJIUzI1NiJ9", "a\u001b[2J"])
    expect(foreignHost({ setting: "x", from: "y", value }).message).not.toMatch(
      /hunter2|eyJhb|\u001b/,
    );
});
