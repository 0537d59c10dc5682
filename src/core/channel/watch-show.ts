import { describeIngest } from "../../services/medialive/ingest.ts";
import { lookAtEdge, type EdgeLook, type EdgeVariants } from "../../verify/first-picture.ts";
import type { Host } from "../host.ts";
import type { Stack } from "../stack/stack.ts";
import { readSetAlerts, type SetAlert } from "./channel-alerts.ts";
import { channelWait } from "./channel-work.ts";
import { inspectPicture } from "./inspect-picture.ts";
import { isVerified, judgeShow, type ShowReport } from "./judge-show.ts";

/** Two segments, their way through origin and edge, and room for an encoder that is still starting, in milliseconds. */
export const VERIFY_TIMEOUT_MS = 120_000;
const LOOK_EVERY_MS = 500;
/** CloudFront calls a distribution deployed within minutes; it is not waited for longer than this, in milliseconds. */
const ROLLOUT_DEADLINE_MS = 3_600_000;

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
};

/**
 * Looks as a player does, and at the channel's alerts, until the show plays or the time is over. What arrives instead is told
 * as soon as it is known. Never throws but for an interruption and what AWS refuses.
 */
export async function watchShow(host: Host, show: WatchedShow): Promise<ShowReport> {
  const { clock, signal } = host;
  const waiting = channelWait(host);
  const readAlerts = alertReader(host, show.stack);
  const beganAt = clock.now();
  let countedFrom = beganAt;
  let lastMessage = "";
  let goesOn = false;
  try {
    for (;;) {
      signal.throwIfAborted();
      const report = await lookOnce(host, show, readAlerts);
      const isRollingOut = async (): Promise<boolean> =>
        clock.now() - beganAt < ROLLOUT_DEADLINE_MS && (await rollsOut(host, show.stack));
      if (isVerified(report))
        return (await isRollingOut())
          ? {
              ...report,
              code: "PLAYS_ROLLING_OUT",
              message: "It plays from here; the distribution is still rolling out.",
            }
          : report;
      if (report.code !== "DOES_NOT_PLAY" && report.message !== lastMessage) {
        lastMessage = report.message;
        host.emit({ type: "note", level: "info", code: report.code, message: lastMessage });
      }
      if (clock.now() - countedFrom >= show.timeoutMs && !goesOn) {
        goesOn = show.waitsOn && report.waitsForEncoder;
        if (goesOn)
          host.emit({
            type: "note",
            level: "info",
            code: report.code,
            message: onward(host, show),
          });
        else if (await isRollingOut()) countedFrom = clock.now();
        else return report;
      }
      waiting.emit({
        type: "step.waiting",
        resource: "channel",
        until: "the stream to play at the edge",
        now: report.waitsForEncoder ? "waiting for the encoder" : shortly(report),
      });
      await clock.sleep(LOOK_EVERY_MS, signal);
    }
  } finally {
    host.emit({ type: "wait.over" });
  }
}

async function lookOnce(
  host: Host,
  { stack, playbackUrl, earlier, searchPath }: WatchedShow,
  readAlerts: (isFresh: boolean) => Promise<readonly SetAlert[] | undefined>,
): Promise<ShowReport> {
  const look: EdgeLook = await lookAtEdge(playbackUrl, earlier);
  const report = judgeShow({
    look,
    alerts: await readAlerts(look.plays),
    ingest: describeIngest(stack.planContext()),
    input: stack.spec.channel.input,
  });
  if (!look.plays || !isVerified(report)) return report;
  const { undecodable, notes } = await inspectPicture(host, look.newest, searchPath);
  return undecodable === undefined
    ? { ...report, notes: [...report.notes, ...notes] }
    : {
        ...report,
        code: "DOES_NOT_PLAY",
        message: `It does not play yet: what arrives cannot be decoded (${undecodable}).`,
      };
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

async function rollsOut({ signal }: Host, { planContext, clients }: Stack): Promise<boolean> {
  const id = planContext().resources.distribution?.ids["id"];
  if (id === undefined) return false;
  const found = await (await clients.cloudfront()).getDistribution({ signal }, id);
  return found !== undefined && found.status !== "Deployed";
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
