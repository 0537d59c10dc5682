import { auth, cache, control } from "@gomomento/generated-types";
import fc from "fast-check";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectMomento, type MomentoClient } from "../../../src/services/momento/client.ts";
import { momentoHttp } from "../../../src/services/momento/http-client.ts";
import { checkKey } from "../../../src/services/momento/key-check.ts";
import { keyKind } from "../../../src/services/momento/key-kind.ts";
import {
  originMasterHoldsKey,
  removeOriginMaster,
} from "../../../src/services/momento/origin-master.ts";
import { LiveOriginError } from "../../../src/config/failure.ts";
import { Secret } from "../../../src/config/secret.ts";
import { seeded } from "../../unit/seeded.ts";
import { contextOf, tutorialSpec } from "../../unit/services/tutorial-context.ts";
import { hastyClock } from "./in-process.ts";
import { lyingMomento, type GrpcLie, type LyingMomento } from "./lying-momento.ts";

let momento: LyingMomento;
let client: MomentoClient;
let http: Server;
let restUrl: string;
let httpAnswer: { status: number; body: Buffer; headers: Record<string, string>; cut: boolean };

beforeAll(async () => {
  momento = await lyingMomento();
  http = createServer((request, response) => {
    request.resume();
    if (httpAnswer.cut) {
      response.socket?.destroy();
      return;
    }
    response.writeHead(httpAnswer.status, httpAnswer.headers);
    response.end(httpAnswer.body);
  });
  await new Promise<void>((done) => http.listen(0, "127.0.0.1", done));
  restUrl = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  client = connectMomento({
    apiKey: Secret.of("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl"),
    loopback: { grpcTarget: momento.target, restUrl },
    clock: hastyClock(),
    random: () => 0.5,
  });
});
afterAll(async () => {
  client.close();
  await momento.close();
  await new Promise((done) => http.close(done));
});

const callOptions = { signal: new AbortController().signal };
const stored = {
  apiKey: Secret.of("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl"),
  refreshToken: Secret.of("refresh"),
  expiresAt: 0,
};
const CALLS: Readonly<Record<string, () => Promise<unknown>>> = {
  createCache: () => client.createCache("live-origin", callOptions),
  deleteCache: () => client.deleteCache("live-origin", callOptions),
  cacheExists: () => client.cacheExists("live-origin", callOptions),
  limits: () => client.limits("live-origin", callOptions),
  isManager: () => client.isManager(stored, callOptions),
  generateKey: () =>
    client.generateKey({ cache: "live-origin", role: "readonly", days: 1 }, callOptions),
  refreshKey: () => client.refreshKey(stored, callOptions),
};

/** Good answers to start from. */
const GOOD = [
  new control.control_client._ListCachesResponse({
    cache: [new control.control_client._Cache({ cache_name: "live-origin" })],
  }),
  new auth.auth._GenerateApiTokenResponse({
    api_key: "inside",
    refresh_token: "again",
    endpoint: "cell.example.com",
    valid_until: 1_800_000_000,
  }),
  new cache.cache_client._GetResponse({ result: cache.cache_client.ECacheResult.Miss }),
].map((message) => message.serializeBinary());

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  fc
    .tuple(fc.constantFrom(...GOOD), fc.nat(200), fc.nat(255))
    .map(([good, at, value]) =>
      good.map((byte, index) => (index === at % good.length ? value : byte)),
    ),
  fc
    .tuple(fc.constantFrom(...GOOD), fc.nat(200))
    .map(([good, length]) => good.subarray(0, length % (good.length + 1))),
);
const grpcLie: fc.Arbitrary<GrpcLie> = fc.oneof(
  { weight: 12, arbitrary: bytes.map((some) => ({ bytes: some })) },
  {
    weight: 2,
    arbitrary: fc.record({ code: fc.integer({ min: 1, max: 40 }), details: fc.string() }),
  },
);

test("whatever Momento answers over gRPC is an answer or an error for users, and no key is one that is none", async () => {
  let answers = 0;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...Object.keys(CALLS)), grpcLie, async (call, lie) => {
      momento.answer = () => lie;
      try {
        const answer = await CALLS[call]?.();
        answers += 1;
        if (!call.endsWith("Key")) return;
        const { apiKey, expiresAt } = answer as { apiKey: Secret; expiresAt: number };
        expect(keyKind(apiKey.reveal()).kind).toBe("v1");
        expect(expiresAt).toSatisfy(Number.isFinite);
      } catch (error) {
        expect(error).toBeInstanceOf(LiveOriginError);
        expect((error as LiveOriginError).code).toMatch(/^MOMENTO_/);
        expect((error as LiveOriginError).hint).toMatch(/\S/);
      }
    }),
    seeded("answers of Momento over gRPC", 400),
  );
  expect(answers).toBeGreaterThan(10);
});

test("whatever Momento answers over HTTP is an answer or an error for users", async () => {
  const context = { ...contextOf(tutorialSpec()), momentoRestUrl: restUrl };
  const signal = callOptions.signal;
  const clock = hastyClock();
  const test = { cache: "live-origin", stamp: 1, signal, isGiven: true };
  const ways: readonly (() => Promise<unknown>)[] = [
    () => originMasterHoldsKey({ context, clock, signal }),
    () => removeOriginMaster({ context, clock, signal }),
    () => checkKey(momentoHttp({ restUrl, key: stored.apiKey }), { ...test, kind: "encoderKey" }),
    () => checkKey(momentoHttp({ restUrl, key: stored.apiKey }), { ...test, kind: "playerKey" }),
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...ways),
      fc.record({
        status: fc.integer({ min: 200, max: 599 }),
        body: fc.uint8Array().map((some) => Buffer.from(some)),
        headers: fc.constantFrom<Record<string, string>>(
          {},
          { "content-encoding": "gzip" },
          { "content-length": "0" },
          { location: "http://[" },
        ),
        cut: fc.constantFrom(false, false, false, true),
      }),
      async (way, answer) => {
        httpAnswer = answer;
        try {
          await way();
        } catch (error) {
          expect(error).toBeInstanceOf(LiveOriginError);
          expect((error as LiveOriginError).hint).toMatch(/\S/);
        }
      },
    ),
    seeded("answers of Momento over HTTP", 300),
  );
});
