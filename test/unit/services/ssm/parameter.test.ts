import { describe, expect, test } from "vitest";
import type { ResourceState } from "../../../../src/core/state/state.ts";
import { fingerprint } from "../../../../src/services/fingerprint.ts";
import type { SsmClient } from "../../../../src/services/ssm/client.ts";
import { parameterResource } from "../../../../src/services/ssm/parameter.ts";
import { Secret } from "../../../../src/config/secret.ts";
import { modelProblems } from "../aws-model.ts";
import { fakeEffects } from "../fake-effects.ts";
import {
  ENCODER_KEY,
  recorded,
  contextOf,
  shown,
  STACK_ID,
  tutorialSpec,
} from "../tutorial-context.ts";

const NAME = "/medialive/live-origin/live-origin/01234567";
const signal = new AbortController().signal;
const spec = tutorialSpec({ channel: { encoderAuth: "parameter-store" } });
const context = contextOf(spec);
const FINGERPRINT = fingerprint(Secret.of(ENCODER_KEY));
const written = recorded({ name: NAME }, { fingerprints: { Value: FINGERPRINT } });

type FakeSsm = SsmClient & {
  readonly asked: string[];
  readonly held: Map<string, Readonly<Record<string, string>>>;
};

/** A Parameter Store in memory that tells whether it created or rewrote. */
function fakeSsm(): FakeSsm {
  const asked: string[] = [];
  const held = new Map<string, Readonly<Record<string, string>>>();
  return {
    asked,
    held,
    putParameter: (request) => {
      const name = String(request.Name);
      asked.push(request.Overwrite === true ? "rewrite" : "create");
      if (request.Overwrite !== true && held.has(name)) return Promise.resolve("exists");
      const tags = (request.Tags ?? []).map(({ Key, Value }) => [String(Key), String(Value)]);
      held.set(name, held.get(name) ?? Object.fromEntries(tags));
      return Promise.resolve("put");
    },
    tags: (name) => Promise.resolve(held.get(name)),
    readParameter: () => Promise.resolve(Secret.of(ENCODER_KEY)),
    deleteParameter: ({ Name }) => {
      asked.push("delete");
      held.delete(Name ?? "");
      return Promise.resolve();
    },
    findParameters: () => Promise.resolve([...held.keys()]),
    close: () => undefined,
  };
}

const bed = () => {
  const ssm = fakeSsm();
  return { ssm, resource: parameterResource(() => Promise.resolve(ssm)) };
};

describe("requests", () => {
  test("the writes satisfy the model of Systems Manager and are what the golden file says", async () => {
    const { resource } = bed();
    const calls = (["create", "update", "delete"] as const).flatMap((action) =>
      resource.calls(context, {
        action,
        found: { name: NAME, tags: {}, fingerprint: FINGERPRINT },
        differences: [],
      }),
    );
    expect(calls.flatMap(modelProblems)).toEqual([]);
    await expect(shown(calls)).toMatchFileSnapshot("../golden/parameter.json");
  });

  test("tags and Overwrite never go together", () => {
    const { resource } = bed();
    const [create] = resource.calls(context, {
      action: "create",
      found: undefined,
      differences: [],
    });
    const [update] = resource.calls(context, {
      action: "update",
      found: { name: NAME, tags: {}, fingerprint: FINGERPRINT },
      differences: [],
    });
    expect(create?.input).toHaveProperty("Tags");
    expect(create?.input).not.toHaveProperty("Overwrite");
    expect(update?.input).not.toHaveProperty("Tags");
    expect(update?.input).toMatchObject({ Overwrite: true });
  });
});

describe("what is there", () => {
  test("is not asked for with url-token and an unknowing state", async () => {
    const resource = parameterResource(() => Promise.reject(new Error("SSM was asked")));
    const observed = resource.observe(contextOf(tutorialSpec()), undefined, signal);
    expect(await observed).toEqual({ is: "absent" });
    expect(resource.wanted(tutorialSpec())).toBe(false);
  });

  test("with url-token is still found when the state knows it, so that it goes", async () => {
    const { ssm, resource } = bed();
    ssm.held.set(NAME, { "live-origin:stack": STACK_ID });
    const seen = await resource.observe(
      contextOf(tutorialSpec()),
      recorded({ name: NAME }),
      signal,
    );
    expect(seen).toMatchObject({ is: "ours" });
  });

  test("is owned by the stack tag", async () => {
    const { ssm, resource } = bed();
    expect(await resource.observe(context, undefined, signal)).toEqual({ is: "absent" });
    ssm.held.set(NAME, { "live-origin:stack": "ffffffffffffffff" });
    expect(await resource.observe(context, undefined, signal)).toMatchObject({ is: "foreign" });
  });

  test("differs when the key in force is not the one written last", () => {
    const { resource } = bed();
    const found = { name: NAME, tags: {}, fingerprint: FINGERPRINT };
    const differs = (known: ResourceState | undefined, key = Secret.of(ENCODER_KEY)): boolean =>
      resource.diff({ ...context, secrets: { ...context.secrets, encoderKey: key } }, found, known)
        .length > 0;
    expect(differs(written)).toBe(false);
    expect(differs(undefined)).toBe(true);
    expect(differs(written, Secret.of("another"))).toBe(true);
    expect(differs(written, Secret.pending())).toBe(true);
  });
});

describe("writing it", () => {
  test("creates it with its tags and remembers the fingerprint", async () => {
    const { ssm, resource } = bed();
    const effects = fakeEffects({ context, kind: "parameter" });
    await resource.create(effects);
    expect(ssm.asked).toEqual(["create"]);
    expect(ssm.held.get(NAME)).toMatchObject({ "live-origin:stack": STACK_ID });
    expect(effects.current()).toMatchObject({
      ids: { name: NAME },
      fingerprints: written.fingerprints,
    });
    expect(JSON.stringify(effects.patches)).not.toContain("eyJ");
  });

  test("rewrites its own after a lost answer", async () => {
    const { ssm, resource } = bed();
    ssm.held.set(NAME, { "live-origin:stack": STACK_ID });
    await resource.create(fakeEffects({ context, kind: "parameter" }));
    expect(ssm.asked).toEqual(["create", "rewrite"]);
  });

  test("never overwrites somebody else's", async () => {
    const { ssm, resource } = bed();
    ssm.held.set(NAME, {});
    const effects = fakeEffects({ context, kind: "parameter" });
    await expect(resource.create(effects)).rejects.toMatchObject({ code: "NOT_OURS" });
    expect(ssm.asked).toEqual(["create"]);
  });

  test("an update rewrites and remembers, a removal removes", async () => {
    const { ssm, resource } = bed();
    const effects = fakeEffects({ context, kind: "parameter" });
    await resource.update(effects, { name: NAME, tags: {}, fingerprint: FINGERPRINT }, []);
    await resource.remove(effects, { name: NAME, tags: {}, fingerprint: FINGERPRINT });
    expect(ssm.asked).toEqual(["rewrite", "delete"]);
    expect(effects.current().fingerprints).toEqual(written.fingerprints);
  });
});
