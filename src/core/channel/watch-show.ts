import { describeIngest } from "../../services/medialive/ingest.ts";
import { lookAtEdge, type EdgeLook, type EdgeVariants } from "../../verify/first-picture.ts";
import { firstPauseMs } from "../engine/wait.ts";
import type { Host } from "../host.ts";
import type { Stack } from "../stack/stack.ts";
import { readSetAlerts, type SetAlert } from "./channel-alerts.ts";
import { channelWait } from "./channel-work.ts";
import { inspectPicture } from "./inspect-picture.ts";
import { isVerified, judgeShow, type ShowReport } from "./judge-show.ts";

/** Two segments, their way through origin and edge, and room for an encoder that is still starting, in milliseconds. */
export const VERIFY_TIMEOUT_MS = 120_000;
const LEAST_PAUSE_MS = 500;
/** CloudFront calls a distribution deployed within minutes; it is not waited for longer than this, in milliseconds. */
const ROLLOUT_DEADLINE_MS = 3_600_000;

/**
 * The pause between two looks at the edge, milliseconds: half a second, and where the clouds themselves are asked a bit more than
 * one, so that each playlist is asked for less than once a second.
 */
export function edgePauseMs({ clients }: Pick<Stack, "clients">): number {
  return Math.max(LEAST_PAUSE_MS, firstPauseMs(clients.pollMs.medialive));
}

/** The show that is looked at, and how patiently. */
export type WatchedShow = {
  readonly stack: Stack;
  readonly playbackUrl: string;
  /** What was at the edge before the start does not count. */
  readonly earlier?: EdgeVariants | undefined;
  /** How long it may take from now, or from the end of the distribution's roll-out. */
  readonly timeoutMs: number;
  /** Somebody is watching: while it is up to the encoder, the waiting goes on after that. */
  readonly waitsOn: boolean;
  /** Where ffmpeg is looked for. */
  readonly searchPath: string | undefined;
  /** The distribution was seen to be deployed everywhere. */
  readonly isDeployed?: boolean;
};

/**
 * Looks as a player does, and at the channel's alerts, until the show plays or the time is over. What arrives instead is told
 * as soon as it is known. Never throws but for an interruption and what AWS refuses.
 */
export async function watchShow(host: Host, show: WatchedShow): Promise<ShowReport> {
  const { clock, signal } = host;
  const waiting = channelWait(host);
  const readAlerts = alertReader(host, show.stack);
  const rollsOut = rolloutReader(host, show);
  const beganAt = clock.now();
  let countedFrom = beganAt;
  let lastMessage = "";
  let goesOn = false;
  let isPictureTold = false;
  try {
    for (;;) {
      signal.throwIfAborted();
      const { report, hasPicture } = await lookOnce(host, show, readAlerts);
      const isRollingOut =
        clock.now() - beganAt < ROLLOUT_DEADLINE_MS && (await rollsOut(isVerified(report)));
      if (isVerified(report))
        return isRollingOut
          ? {
              ...report,
              code: "PLAYS_ROLLING_OUT",
              message: "It plays from here; the distribution is still rolling out.",
            }
          : report;
      if (hasPicture && !isPictureTold) {
        isPictureTold = true;
        const elsewhere = isRollingOut ? ", while the distribution still rolls out elsewhere" : "";
        const message = `The first picture is there, in every rendition${elsewhere}: ${show.playbackUrl}`;
        host.emit({ type: "note", level: "info", code: "FIRST_PICTURE", message });
      }
      if (report.code !== "DOES_NOT_PLAY" && report.message !== lastMessage) {
        lastMessage = report.message;
        host.emit({ type: "note", level: "info", code: report.code, message: lastMessage });
      }
      if (isRollingOut && report.code === "DOES_NOT_PLAY") countedFrom = clock.now();
      if (clock.now() - countedFrom >= show.timeoutMs && !goesOn) {
        goesOn = show.waitsOn && report.waitsForEncoder;
        if (goesOn)
          host.emit({
            type: "note",
            level: "info",
            code: report.code,
            message: onward(host, show),
          });
        else return report;
      }
      waiting.emit({
        type: "step.waiting",
        resource: "channel",
        until: "the stream to play at the edge",
        now: report.waitsForEncoder
          ? "waiting for the encoder"
          : `${isRollingOut ? "the distribution rolls out; " : ""}${shortly(report)}`,
      });
      await clock.sleep(edgePauseMs(show.stack), signal);
    }
  } finally {
    host.emit({ type: "wait.over" });
  }
}

async function lookOnce(
  host: Host,
  { stack, playbackUrl, earlier, searchPath }: WatchedShow,
  readAlerts: (isFresh: boolean) => Promise<readonly SetAlert[] | undefined>,
): Promise<{ readonly report: ShowReport; readonly hasPicture: boolean }> {
  const look: EdgeLook = await lookAtEdge(playbackUrl, earlier);
  const report = judgeShow({
    look,
    alerts: await readAlerts(look.plays),
    ingest: describeIngest(stack.planContext()),
    input: stack.spec.channel.input,
  });
  if (!look.plays)
    return { report, hasPicture: look.hasPicture === true && report.code === "DOES_NOT_PLAY" };
  if (!isVerified(report)) return { report, hasPicture: false };
  const { undecodable, notes } = await inspectPicture(host, look.newest, searchPath);
  if (undecodable === undefined)
    return { report: { ...report, notes: [...report.notes, ...notes] }, hasPicture: true };
  const message = `It does not play yet: what arrives cannot be decoded (${undecodable}).`;
  return { report: { ...report, code: "DOES_NOT_PLAY", message }, hasPicture: false };
}

/** Reads the alerts no more often than the channel's state, but always when everything else says that it plays. */
function alertReader(host: Host, stack: Stack) {
  let known: readonly SetAlert[] | undefined;
  let readAt = -Infinity;
  return async (isFresh: boolean): Promise<readonly SetAlert[] | undefined> => {
    if (isFresh || host.clock.now() - readAt >= stack.clients.pollMs.medialive) {
      known = await readSetAlerts(host, stack);
      readAt = host.clock.now();
    }
    return known;
  };
}

/** Reads whether the distribution is still rolling out, as often as that is waited for, until it is over; then nothing more. */
function rolloutReader(
  { clock, signal }: Host,
  { stack: { planContext, clients }, isDeployed = false }: WatchedShow,
) {
  const id = planContext().resources.distribution?.ids["id"];
  let goesOn = !isDeployed;
  let readAt = -Infinity;
  return async (isFresh: boolean): Promise<boolean> => {
    if (id === undefined || !goesOn) return false;
    if (isFresh || clock.now() - readAt >= clients.pollMs.cloudfront) {
      const found = await (await clients.cloudfront()).getDistribution({ signal }, id);
      goesOn = found !== undefined && found.status !== "Deployed";
      readAt = clock.now();
    }
    return goesOn;
  };
}

function onward({ commandFor }: Host, { stack }: WatchedShow): string {
  const bills = stack.target.kind === "sandbox" ? "" : ", which bills by the minute";
  return `Still waiting for the encoder. Ctrl-C ends the waiting and leaves the channel running${bills}; stop it with: ${commandFor("stop", stack.spec.name)}`;
}

/** A report's first sentence, as the rest of another one. */
function shortly({ message }: ShowReport): string {
  const [first = ""] = message.replace("It does not play yet: ", "").split(/\. |\.$/);
  return first;
}
