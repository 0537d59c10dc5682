import { readFileSync } from "node:fs";
import { CloudFrontClient, CreateDistributionCommand } from "@aws-sdk/client-cloudfront";
import { cpuOfOurs, openSandbox, printed, TEARDOWN } from "./run.mjs";
import { verdict } from "./rounds.mjs";

/** The same as a test of lists makes. */
const OTHER = JSON.parse(
  readFileSync(new URL("../integration/support/other-distribution.json", import.meta.url), "utf8"),
);
/** CloudFront lists a hundred distributions to a page. */
const LIST_PAGE = 1 / 100;
/** Of CPU, what else the machine does can only add to it. */
const RUNS = 2;
const INIT = ["init", "--sandbox", "--yes"];

/** What is asked of the clouds and of this machine when there is more of something. */
export async function benchGrowth() {
  const sandbox = await openSandbox(["--quota", "distributions=2000"]);
  try {
    return [
      await rerun(sandbox),
      ...(await rungs(sandbox)),
      ...(await account(sandbox)),
      ...(await stacks(sandbox)),
    ];
  } finally {
    await sandbox.close();
  }
}

/** What a run asks that finds everything as it should be. */
async function rerun({ cwd, callsDuring }) {
  await printed(INIT, { cwd });
  const calls = await callsDuring(() => printed(INIT, { cwd }));
  await printed(TEARDOWN, { cwd });
  const named = new Set(
    calls.map(({ service, operation, resource }) => `${service} ${operation} ${resource}`),
  );
  const twice = calls.length - named.size;
  return [
    "init once more, reads",
    String(calls.length),
    `${twice} of them twice; goal 16 and none: ${verdict(calls.length <= 16 && twice === 0)}`,
  ];
}

/** The least CPU of some runs, and the calls of the last. `after` undoes a run. */
async function leastOf(args, { cwd, callsDuring }, after = () => Promise.resolve()) {
  let cpuMs = Infinity;
  let calls = [];
  for (let run = 0; run < RUNS; run += 1) {
    calls = await callsDuring(() => {
      cpuMs = Math.min(cpuMs, cpuOfOurs(args, { cwd }));
    });
    await after();
  }
  return { cpuMs, calls };
}

async function rungs(sandbox) {
  const { cwd } = sandbox;
  const seen = [];
  for (const count of [3, 10, 20]) {
    const ladder = Array.from({ length: count }, (_, index) => [
      "--rung",
      `r${index}=${320 + 16 * index}x${180 + 8 * index}@30,${200 + 50 * index},64`,
    ]).flat();
    const { cpuMs, calls } = await leastOf([...INIT, ...ladder], sandbox, () =>
      printed(TEARDOWN, { cwd }),
    );
    seen.push({ of: count, calls: calls.length, cpuMs });
  }
  return rowsOf("init, rungs", seen);
}

async function account(sandbox) {
  const { cwd, endpoints } = sandbox;
  const client = new CloudFrontClient({
    region: "us-east-1",
    endpoint: endpoints.cloudfront,
    credentials: { accessKeyId: "AKIAREHEARSAL0000000", secretAccessKey: "rehearsal-only" },
  });
  const seen = [];
  let made = 0;
  for (const count of [0, 100, 1_000]) {
    for (; made < count; made += 1) await client.send(otherDistribution(made));
    const { cpuMs, calls } = await leastOf(INIT, sandbox, () => printed(TEARDOWN, { cwd }));
    const lists = calls.filter((line) => JSON.stringify(line).includes("ListDistributions")).length;
    seen.push({ of: count, calls: calls.length, cpuMs, lists });
  }
  client.destroy();
  const { lists } = seen.at(-1);
  return [
    ...rowsOf("init, other distributions", seen),
    ["  lists of 1000 others", String(lists), `goal 10: ${verdict(lists <= 10)}`],
  ];
}

function otherDistribution(number) {
  const own = { CallerReference: `other-${number}`, Comment: `other ${number}` };
  return new CreateDistributionCommand({ DistributionConfig: { ...own, ...OTHER } });
}

async function stacks(sandbox) {
  const { cwd } = sandbox;
  const seen = [];
  let made = 0;
  for (const count of [1, 10, 50]) {
    for (; made < count; made += 2)
      await Promise.all(
        [made, made + 1]
          .filter((number) => number < count)
          .map((number) =>
            printed(
              [
                "create-origin",
                "--sandbox",
                "--yes",
                "--name",
                `stack-${number}`,
                "--cache",
                `cache-${number}`,
              ],
              { cwd },
            ),
          ),
      );
    made = count;
    const { cpuMs, calls } = await leastOf(["status", "--sandbox", "--all", "--json"], sandbox);
    seen.push({ of: count, calls: calls.length, cpuMs });
  }
  return rowsOf("status --all, stacks (origins)", seen);
}

/** What each further one costs must not grow: the last stretch against the first. */
function rowsOf(what, seen) {
  const [first, middle, last] = seen;
  const each = (member, from, to) => (to[member] - from[member]) / (to.of - from.of);
  const early = each("cpuMs", first, middle);
  const late = each("cpuMs", middle, last);
  const callsEach = each("calls", first, last);
  const callsEarly = each("calls", first, middle);
  const callsLate = each("calls", middle, last);
  // A tenth of a run is noise.
  const noise = first.cpuMs / 10 / (last.of - middle.of);
  const isLinear = late <= Math.max(0, 1.5 * early) + noise && callsLate <= callsEarly + LIST_PAGE;
  return [
    [
      `${what}: ${seen.map(({ of }) => of).join(" / ")}`,
      `${late.toFixed(1)} ms`,
      `of CPU for each further one (${early.toFixed(1)} for the first); CPU ${seen.map(({ cpuMs }) => cpuMs.toFixed(0)).join(" / ")} ms; calls ${seen.map(({ calls }) => calls).join(" / ")}, ${callsEach.toFixed(2)} each; linear or better: ${verdict(isLinear)}`,
    ],
  ];
}
