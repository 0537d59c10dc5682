import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cachePolicyName,
  functionName,
  parameterName,
  roleName,
  stackComment,
  stackTags,
} from "../../../src/config/names.ts";
import { seeded } from "../seeded.ts";

const stack = {
  name: "sunday-service",
  region: "us-west-2",
  stackId: "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9",
};

describe("names of resources", () => {
  it("hold the stack's name, its region and the first eight characters of its id", () => {
    expect(roleName(stack)).toBe("live-origin-sunday-service-us-west-2-0a1b2c3d");
    expect(functionName(stack)).toBe(roleName(stack));
    expect(cachePolicyName(stack)).toBe(roleName(stack));
    expect(parameterName(stack)).toBe("/medialive/live-origin/sunday-service/0a1b2c3d");
    expect(stackComment(stack)).toBe(`live-origin sunday-service ${stack.stackId}`);
  });

  it("shorten only the stack's name when the longest would pass 64 characters", () => {
    const long = { ...stack, name: "a".repeat(32), region: "ap-southeast-2" };
    expect(roleName(long)).toBe(`live-origin-${"a".repeat(28)}-ap-southeast-2-0a1b2c3d`);
    expect(roleName(long)).toHaveLength(64);
  });

  it("are valid for IAM and CloudFront whatever the stack is called", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z][a-z0-9-]{2,31}$/),
        fc.constantFrom("us-west-2", "ap-southeast-2", "us-gov-west-1"),
        fc.uuid(),
        (name, region, stackId) => {
          const made = roleName({ name, region, stackId });
          expect(made).toMatch(/^[a-zA-Z0-9-]{1,64}$/);
          expect(made.endsWith(`-${region}-${stackId.slice(0, 8)}`)).toBe(true);
          expect(stackComment({ name, region, stackId }).length).toBeLessThanOrEqual(128);
        },
      ),
      seeded("names of stacks", 1000),
    );
  });

  it("tag everything with name, id and region", () => {
    expect(stackTags(stack)).toEqual({
      "live-origin:name": "sunday-service",
      "live-origin:stack": stack.stackId,
      "live-origin:region": "us-west-2",
    });
  });
});
