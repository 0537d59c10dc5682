import type { World } from "../world.ts";
import type { FunctionConfig } from "./shapes/function-shape.ts";
import { refusal } from "./refusal.ts";
import type { Tags } from "./tags.ts";
import { firstVersion, nextVersion, type Versions } from "./version.ts";

export type Stage = "DEVELOPMENT" | "LIVE";

/** What one stage of a function holds. */
export type StageContent = {
  readonly config: FunctionConfig;
  readonly code: Buffer;
  readonly versions: Versions;
  readonly modifiedAt: number;
};

export type CloudFunction = {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  development: StageContent;
  live: StageContent | undefined;
  tags: Tags;
};

export type Functions = {
  create(
    name: string,
    made: { readonly config: FunctionConfig; readonly code: Buffer; readonly tags: Tags },
  ): CloudFunction;
  /** Throws NoSuchFunctionExists. */
  get(name: string): CloudFunction;
  all(): readonly CloudFunction[];
  byArn(arn: string): CloudFunction | undefined;
  update(one: CloudFunction, config: FunctionConfig, code: Buffer): void;
  publish(one: CloudFunction): void;
  remove(one: CloudFunction): void;
};

/** Quotas on CloudFront Functions: 10 KB of code. */
const MAX_BYTES = 10_240;

/** Keeps the functions with their two stages, at most so many in the account. */
export function createFunctions(world: World, most: number): Functions {
  const functions = new Map<string, CloudFunction>();
  return {
    create(name, { config, code, tags }) {
      if (functions.has(name))
        throw refusal(
          "FunctionAlreadyExists",
          `A function with the same name already exists in this AWS account: ${name}`,
        );
      checkSize(code);
      if (functions.size >= most)
        throw refusal(
          "TooManyFunctions",
          "You have reached the maximum number of CloudFront functions for this AWS account.",
        );
      const now = world.clock.now();
      const one: CloudFunction = {
        name,
        arn: `arn:aws:cloudfront::${world.account}:function/${name}`,
        createdAt: now,
        development: { config, code, versions: firstVersion(), modifiedAt: now },
        live: undefined,
        tags,
      };
      functions.set(name, one);
      return one;
    },
    get(name) {
      const one = functions.get(name);
      if (one === undefined)
        throw refusal("NoSuchFunctionExists", `The function does not exist: ${name}`);
      return one;
    },
    all: () => [...functions.values()],
    byArn: (arn) => [...functions.values()].find((one) => one.arn === arn),
    update(one, config, code) {
      checkSize(code);
      const versions = nextVersion(one.development.versions);
      one.development = { config, code, versions, modifiedAt: world.clock.now() };
    },
    publish(one) {
      one.live = { ...one.development, modifiedAt: world.clock.now() };
    },
    remove(one) {
      functions.delete(one.name);
    },
  };
}

function checkSize(code: Buffer): void {
  if (code.length > MAX_BYTES)
    throw refusal(
      "FunctionSizeLimitExceeded",
      `The function is too large: ${code.length} bytes, the limit is ${MAX_BYTES}.`,
    );
  if (code.length === 0)
    throw refusal("InvalidArgument", "The parameter FunctionCode must not be empty.");
}
