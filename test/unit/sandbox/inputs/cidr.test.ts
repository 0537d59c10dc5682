import { expect, test } from "vitest";
import { allowsAddress } from "../../../../src/sandbox/encoder/inputs/cidr.ts";

test.each([
  [["203.0.113.0/24"], "203.0.113.7", true],
  [["203.0.113.0/24"], "203.0.114.7", false],
  [["0.0.0.0/0"], "127.0.0.1", true],
  [["10.0.0.0/8", "127.0.0.1/32"], "127.0.0.1", true],
  [["127.0.0.1/32"], "::ffff:127.0.0.1", true],
  [["127.0.0.1/32"], "::1", false],
  [[], "127.0.0.1", false],
  [["not a network", "1.2.3.4/99"], "1.2.3.4", false],
])("%j lets %s in: %s", (cidrs, address, allowed) => {
  expect(allowsAddress(cidrs, address)).toBe(allowed);
});
