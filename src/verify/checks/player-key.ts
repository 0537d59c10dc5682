import { fail, pass, skip, warn, type Check } from "../check.ts";
import type { Finding } from "../finding.ts";
import { statusOf } from "../cached-source.ts";
import { hasExpired, type KeyTrial } from "../player-key.ts";
import { curlProbe } from "../repeat.ts";
import type { VerifyTarget } from "../target.ts";

const DAY_MS = 86_400_000;
const SOON_DAYS = 7;

/** The key that the distribution sends (else the one kept here) is good for this cache. */
export const playerKey: Check = {
  id: "player-key",
  hop: "keys",
  asked: "does the origin accept the player key for this cache?",
  needs: [],
  curl: (evidence) => curlProbe(evidence),
  run: async ({ playerKeys, target }) => {
    const { inForce, isFromDistribution, working } = await playerKeys();
    if (inForce === undefined)
      return skip("no player key is known here, and no distribution sends one");
    const whose = isFromDistribution ? "the key that the distribution sends" : "the player key";
    if (inForce.isAccepted) return accepted(whose, inForce, target);
    return refused({ whose, trial: inForce, target, hasSpare: working !== undefined });
  },
};

function accepted(
  whose: string,
  { expiresAt }: KeyTrial,
  { clock, command }: VerifyTarget,
): Finding {
  const leftDays = expiresAt === undefined ? Infinity : (expiresAt * 1000 - clock.now()) / DAY_MS;
  const until =
    expiresAt === undefined ? "" : `, until ${new Date(expiresAt * 1000).toISOString()}`;
  const saw = `${whose} is accepted${until}`;
  if (leftDays > SOON_DAYS) return pass(saw);
  return warn(saw, {
    code: "PLAYER_KEY_EXPIRES_SOON",
    text: `the player key expires in ${leftDays.toFixed(1)} days`,
    hint: `Renew it in time: ${command("rotate-keys")}`,
  });
}

function refused({
  whose,
  trial,
  target: { clock, command },
  hasSpare,
}: {
  readonly whose: string;
  readonly trial: KeyTrial;
  readonly target: VerifyTarget;
  readonly hasSpare: boolean;
}): Finding {
  const { answer } = trial;
  const saw = `${whose}: the origin answers ${statusOf(answer)}`;
  const renew = hasSpare
    ? `The key kept here still works. Give it to the distribution: ${command("create-cdn")}`
    : `Make a new one and give it to the distribution: ${command("rotate-keys")}`;
  if (answer === undefined)
    return fail(trial.why, {
      code: "ORIGIN_UNREACHABLE",
      text: "the origin cannot be reached from this machine",
      hint: "Check the network and the endpoint, then run verify again.",
    });
  if (trial.cacheIsMissing)
    return fail(`${saw}: there is no such cache`, {
      code: "CACHE_MISSING",
      text: "the cache does not exist, or the key belongs to another cell",
      hint: `Make it again: ${command("create-origin")}`,
    });
  if (hasExpired(trial, clock.now()))
    return fail(`${saw}: it has expired`, {
      code: "PLAYER_KEY_EXPIRED",
      text: "the player key has expired",
      hint: renew,
    });
  if (answer.status === 401)
    return fail(saw, {
      code: "PLAYER_KEY_INVALID",
      text: "the player key is wrong: not a key of this account and cell, revoked or cut short",
      hint: renew,
    });
  if (answer.status === 403)
    return fail(saw, {
      code: "PLAYER_KEY_CANNOT_READ",
      text: "the player key is valid but may not read this cache",
      hint: renew,
    });
  if (answer.status === 429)
    return fail(`${saw}, again and again`, {
      code: "READS_LIMITED",
      text: "the account's limit on reads is exceeded: the origin refuses them",
      hint: `Ask Momento for a higher limit on operations; ${command("doctor")} shows the account's figures. Nothing needs to be stopped for that.`,
    });
  return fail(saw, {
    code: "ORIGIN_ANSWERS_ODDLY",
    text: `the origin does not serve reads just now (${answer.status})`,
    hint: "Run verify again in a minute; look at the account's limits in the Momento console.",
  });
}
