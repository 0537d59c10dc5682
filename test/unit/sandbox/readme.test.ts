import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { IAM_OPERATIONS } from "../../../src/sandbox/iam/operations.ts";
import { ROUTES } from "../../../src/sandbox/medialive/routes.ts";
import { PRICING_OPERATIONS } from "../../../src/sandbox/pricing/operations.ts";
import { SCHEDULER_OPERATIONS } from "../../../src/sandbox/scheduler/operations.ts";
import { SSM_OPERATIONS } from "../../../src/sandbox/ssm/operations.ts";

const FOLDER = new URL("../../../src/sandbox/", import.meta.url);
const readme = (folder = ""): string => readFileSync(new URL(`${folder}README.md`, FOLDER), "utf8");

/** What the table of all operations says of a service. */
function documented(service: string): readonly string[] {
  const rows = readme()
    .split("\n")
    .filter((line) => line.startsWith(`| ${service}: `));
  const cells = rows.map((row) => row.split("|")[1]?.replace(`${service}: `, "") ?? "");
  return cells.flatMap((cell) => cell.trim().split(/,\s*/u)).toSorted();
}

const CLOUDFRONT = readdirSync(new URL("cloudfront/", FOLDER))
  .filter((name) => name.endsWith(".ts"))
  .flatMap((name) => [
    ...readFileSync(new URL(`cloudfront/${name}`, FOLDER), "utf8").matchAll(
      / name: "([A-Z]\w+)",/gu,
    ),
  ])
  .map(([, name = ""]) => name)
  .filter((name) => name !== "UnknownOperationException");

test.each([
  ["MediaLive", ROUTES.map(({ operation }) => operation)],
  ["IAM", Object.keys(IAM_OPERATIONS)],
  ["SSM", Object.keys(SSM_OPERATIONS)],
  ["Scheduler", Object.keys(SCHEDULER_OPERATIONS)],
  ["Pricing", Object.keys(PRICING_OPERATIONS)],
])("the table lists what of %s is emulated, and nothing else", (service, operations) => {
  expect(documented(service)).toEqual([...new Set(operations)].toSorted());
});

test("the table lists CloudFront's operations", () => {
  expect(CLOUDFRONT.length).toBeGreaterThan(15);
  expect(documented("CloudFront")).toEqual(expect.arrayContaining(CLOUDFRONT));
});

test.each([
  "medialive/",
  "encoder/",
  "encoder/inputs/",
  "cloudfront/",
  "edge/",
  "iam/",
  "sts/",
  "ssm/",
  "scheduler/",
  "pricing/",
  "momento/",
])("%s says what is emulated from which source, and what is not", (folder) => {
  const text = readme(folder);
  expect(text).toMatch(/\|\s*source\s*\|/u);
  expect(text).toMatch(/\|\s*emulated\s*\|/u);
  expect(text).toMatch(/\|\s*not emulated\s*\|/u);
});

test.each([
  "medialive/",
  "encoder/",
  "encoder/inputs/",
  "cloudfront/",
  "edge/",
  "iam/",
  "ssm/",
  "scheduler/",
  "pricing/",
  "momento/",
])("%s marks what was inferred", (folder) => {
  expect(readme(folder)).toMatch(/inferred/iu);
});
