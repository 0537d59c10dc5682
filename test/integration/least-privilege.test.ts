import { afterEach, describe, expect, test, vi } from "vitest";
import { commandPolicy } from "../../src/services/iam/command-policy.ts";
import type { PolicyStatement } from "../../src/services/iam/policy-document.ts";
import { rehearsal, type Rehearsal } from "./support/rehearsal.ts";

// Every command is run again for each action that it misses.
vi.setConfig({ testTimeout: 240_000 });

const SMALL = ["--rung", "240p30=426x240@30,350,64", "--segment-seconds", "1"];
const PLACE = { account: "111122223333", region: "us-west-2", name: "live-origin" };

type Link = { readonly command: string; readonly args: readonly string[] };

const init = (...args: readonly string[]): Link => ({
  command: "init",
  args: ["init", "--yes", "--allow-interruption", ...SMALL, ...args],
});
const link = (command: string, ...args: readonly string[]): Link => ({
  command,
  args: [command, ...args],
});
const PUSH = ["--input", "rtmp-push", "--cidr", "203.0.113.7/32"];

/** A life that touches everything: both encoder auths, all kinds of resource, changes, rotation, the end. */
const LIFE: readonly Link[] = [
  init("--playlist-cache-seconds", "0"),
  link("start"),
  link("status"),
  link("rotate-keys", "--yes", "--allow-interruption"),
  link("start", "--for", "2h"),
  link("stop"),
  link("start", "--for", "2h"),
  link("start", "--for", "3h"),
  link("stop"),
  init(
    "--encoder-auth",
    "parameter-store",
    "--segment-seconds",
    "2",
    "--playlist-cache-seconds",
    "1",
  ),
  link("rotate-keys", "--yes"),
  init(
    "--encoder-auth",
    "url-token",
    "--playlist-cache-seconds",
    "0",
    "--rung",
    "360p30=640x360@30,500,64",
  ),
  init(
    "--playlist-cache-seconds",
    "1",
    "--segment-seconds",
    "3",
    "--rung",
    "360p30=640x360@30,500,64",
  ),
  init("--playlist-cache-seconds", "2", "--segment-seconds", "3", "--replace-input", ...PUSH),
  init("--encoder-auth", "url-token", "--playlist-cache-seconds", "0", ...PUSH),
  init("--encoder-auth", "parameter-store", "--input", "rtmp-push", "--cidr", "203.0.113.8/32"),
  link("teardown", "--confirm", "live-origin", "--allow-interruption"),
];

/** Allowed for what this life does not show, each with its reason. */
const NOT_IN_THIS_LIFE: Readonly<Record<string, string>> = {
  "iam:UpdateAssumeRolePolicy": "repairs a role whose trust somebody changed",
  "medialive:UpdateInput": "changes the address that an input pulls from",
  "medialive:ListAlerts": "verify reads the running channel's alerts",
  "cloudfront:ListFunctions": "counts functions against the quota, and goes on without",
  "servicequotas:ListServiceQuotas": "tells the quotas, and a run goes on without",
  "pricing:GetProducts": "asks for today's prices, which a rehearsal does not",
};

const actionsOf = (command: string): readonly string[] =>
  commandPolicy(command, PLACE).Statement.flatMap(({ Action }) => Action);

/** Needs no permission at all; a policy cannot be empty. */
const NOTHING: PolicyStatement = {
  Effect: "Allow",
  Action: "sts:GetCallerIdentity",
  Resource: "*",
};

let place: Rehearsal;
afterEach(() => place.close());

/** A policy that can be changed while the emulated IAM goes by it. */
function changeable(): { Version: "2012-10-17"; Statement: PolicyStatement[] } {
  return { Version: "2012-10-17", Statement: [NOTHING] };
}

describe("the policy that is printed", () => {
  test("for each command is enough for it, and each command names every action that it misses", async () => {
    const policy = changeable();
    place = await rehearsal({ policy });
    const missed: string[] = [];
    for (const { command, args } of LIFE) {
      const granted = new Set<string>();
      const whole = commandPolicy(command, PLACE).Statement;
      const grant = (): void => {
        const some = whole
          .map((statement) => ({
            ...statement,
            Action: [statement.Action].flat().filter((action) => granted.has(action)),
          }))
          .filter(({ Action }) => Action.length > 0);
        policy.Statement = [NOTHING, ...some];
      };
      for (;;) {
        grant();
        const run = await place.run([...args, "--json"]);
        if (run.code === 0) break;
        const { error } = JSON.parse(run.stdout) as { error: { message: string } };
        const named = /\b(?:medialive|cloudfront|iam|ssm|sts|scheduler|pricing):[A-Z]\w+/g;
        const actions = [...error.message.matchAll(named)].map(([action]) => action);
        const news = actions.filter((action) => !granted.has(action));
        expect(news, `${args.join(" ")}\n${run.stdout}\n${run.stderr}`).not.toEqual([]);
        expect(actionsOf(command)).toEqual(expect.arrayContaining(news));
        for (const action of news) granted.add(action);
        missed.push(...news);
      }
    }
    expect(place.sandbox.inventory()).toEqual([]);
    const needed = new Set(missed);
    const printed = LIFE.flatMap(({ command }) => actionsOf(command));
    expect([...new Set(printed)].filter((action) => !needed.has(action)).toSorted()).toEqual(
      Object.keys(NOT_IN_THIS_LIFE).toSorted(),
    );
  });
});
