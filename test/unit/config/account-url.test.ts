import { expect, test } from "vitest";
import { DEFAULT_ACCOUNT_URL, normaliseAccountUrl } from "../../../src/config/momento-endpoint.ts";

test.each([
  [DEFAULT_ACCOUNT_URL, DEFAULT_ACCOUNT_URL],
  [" HTTPS://Other.Prod.A.MomentoHQ.com/ ", "https://other.prod.a.momentohq.com"],
  ["http://127.0.0.1:8080", "http://127.0.0.1:8080"],
])("the account's key may be sent to %s", (text, url) => {
  expect(normaliseAccountUrl(text)).toBe(url);
});

test.each([
  "https://account.example.com",
  "https://momentohq.com.example.com",
  "https://evilmomentohq.com",
  "https://x.momentohq.com@example.com",
  "https://x.momentohq.com:8443",
  "https://x.momentohq.com/path",
  "http://x.momentohq.com",
  "http://127.0.0.1.example.com",
  "ftp://x.momentohq.com",
  "",
])("and to %s it is never sent", (text) => {
  expect(normaliseAccountUrl(text)).toBeUndefined();
});
