import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCidr, withMask } from "../../../src/config/cidr.ts";
import { seeded } from "../seeded.ts";

const read = (text: string) => {
  const reading = parseCidr(text);
  return reading.ok ? reading.cidr : undefined;
};

describe("an IPv4 CIDR", () => {
  it("is read", () => {
    expect(read("203.0.113.7/32")).toEqual({
      network: "203.0.113.7/32",
      prefix: 32,
      hasHostBits: false,
      isPrivate: false,
    });
    expect(read("0.0.0.0/0")).toMatchObject({ prefix: 0, hasHostBits: false });
    expect(read("203.0.113.7/24")).toMatchObject({ network: "203.0.113.0/24", hasHostBits: true });
    expect(read("255.255.255.255/1")).toMatchObject({ network: "128.0.0.0/1", hasHostBits: true });
  });

  it.each(["10.1.2.3/32", "172.16.0.0/12", "172.31.255.0/24", "192.168.1.0/24"])(
    "%s is private",
    (text) => {
      expect(read(text)?.isPrivate).toBe(true);
    },
  );

  it.each(["172.32.0.0/24", "8.0.0.0/4", "127.0.0.1/32", "0.0.0.0/0"])(
    "%s is not private",
    (text) => {
      expect(read(text)?.isPrivate).toBe(false);
    },
  );

  it.each([
    "",
    "/",
    "203.0.113.7/33",
    "203.0.113.7/-1",
    "203.0.113.7/1e1",
    "203.0.113.7/",
    "203.0.113/24",
    "203.0.113.256/24",
    "203.0.113.07/32",
    "203.0.113.7/32/1",
    "2001:db8::/32",
    "anyone",
    " 203.0.113.7/32",
  ])("is not %j", (text) => {
    expect(parseCidr(text).ok).toBe(false);
  });

  it("without a mask is this one address", () => {
    expect(parseCidr("203.0.113.7")).toEqual(parseCidr("203.0.113.7/32"));
    expect(withMask("203.0.113.7")).toBe("203.0.113.7/32");
    expect(withMask("203.0.113.0/24")).toBe("203.0.113.0/24");
  });

  it("is read from every address and mask, and its network has no host bits", () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), (address, prefix) => {
        const cidr = read(`${address}/${prefix}`);
        expect(read(cidr?.network ?? "")?.hasHostBits).toBe(false);
      }),
      seeded("addresses and masks", 1000),
    );
  });
});
