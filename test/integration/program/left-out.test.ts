import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { clientsFor } from "../support/momento-clients.ts";
import { sandboxFolder, type SandboxFolder } from "../support/sandbox-folder.ts";

const ROOT = join(import.meta.dirname, "../../..");

/** These compare the name of one of Node's own classes, look at the prototype as well, or are left out themselves. */
const HARMLESS = [
  "@smithy/core/dist-es/submodules/serde/util-stream/stream-type-check.js",
  "@smithy/core/dist-es/submodules/client/smithy-client/exceptions.js",
  "zod/v4/core/compile.js",
  // It only prints the name.
  "google-protobuf/google-protobuf.js",
];

test("nothing in the bundle asks for the name of a class, which is shortened there, but one that keeps its own", async () => {
  const text = await readFile(join(ROOT, "dist/metafile.json"), "utf8");
  const { inputs } = JSON.parse(text) as { inputs: Record<string, unknown> };
  const asks = /constructor\??\.name\b.*(?:[!=]==|includes)|[!=]==.*constructor\??\.name\b/;
  const found: string[] = [];
  for (const path of Object.keys(inputs).filter((name) =>
    /^(?:src|node_modules)\/.*[jt]s$/.test(name),
  )) {
    if (HARMLESS.some((harmless) => path.endsWith(harmless))) continue;
    const lines = (await readFile(join(ROOT, path), "utf8")).split("\n");
    for (const line of lines)
      if (asks.test(line) && !line.includes("NoOpLogger")) found.push(`${path}: ${line.trim()}`);
  }
  expect(found).toEqual([]);
});

describe("the bundled emulator of Momento", () => {
  let place: SandboxFolder;
  let clients: ReturnType<typeof clientsFor>;
  beforeAll(async () => {
    place = await sandboxFolder();
    const file = await readFile(join(place.path, ".live-origin/sandbox.json"), "utf8");
    const { momentoApiKey } = JSON.parse(file) as { readonly momentoApiKey: string };
    clients = clientsFor(momentoApiKey, place.endpoints["momentoGrpc"] ?? "");
    await clients.cache.createCache("a-cache");
  });
  afterAll(async () => {
    clients.close();
    await place.close();
  });

  test("answers a whole SDK for single values", async () => {
    const { cache } = clients;
    expect((await cache.set("a-cache", "a", "1")).type).toBe("Success");
    expect((await cache.setIfAbsent("a-cache", "a", "2")).type).toBe("NotStored");
    expect((await cache.setIfEqual("a-cache", "a", "3", "1")).type).toBe("Stored");
    expect(String((await cache.get("a-cache", "a")).value())).toBe("3");
    expect((await cache.itemGetTtl("a-cache", "a")).type).toBe("Hit");
    expect((await cache.delete("a-cache", "a")).type).toBe("Success");
    expect((await cache.get("a-cache", "a")).type).toBe("Miss");
  });

  test("says of what is left out that it is not emulated", async () => {
    const { cache } = clients;
    const answers = await Promise.all([
      cache.listFetch("a-cache", "a"),
      cache.listPushBack("a-cache", "a", "1"),
      cache.dictionarySetFields("a-cache", "a", { one: "1" }),
      cache.setAddElement("a-cache", "a", "1"),
      cache.sortedSetFetchByRank("a-cache", "a"),
      cache.getBatch("a-cache", ["a", "b"]),
      cache.getWithHash("a-cache", "a"),
      cache.increment("a-cache", "a", 1),
      cache.itemGetType("a-cache", "a"),
    ]);
    for (const answer of answers)
      expect(String("message" in answer ? answer.message() : answer)).toMatch(
        /is not emulated|does not implement/,
      );
  });
});
