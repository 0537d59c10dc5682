import { tightenEnd } from "../core/auto-stop/prepare-end.ts";
import { startShow } from "../core/channel/start-show.ts";
import { stopChannel } from "../core/channel/stop-channel.ts";
import type { Host } from "../core/host.ts";
import type { Stack } from "../core/stack/stack.ts";
import type { WireAnswer } from "../services/aws/wire-client.ts";
import { statusText } from "./status-text.ts";
import type { ShowLab, StackLab } from "./probe.ts";
import { askMediaLive } from "./probes/medialive.ts";

/** AWS itself ends a show after this long, if this process does not live to. */
const MOST_ON_AIR_MS = 10 * 60_000;
const MOST_WAIT_MS = 5 * 60_000;
const LOOK_MS = 1_000;

/**
 * Runs the channel with the stack's way of the encoder to show its key, and keeps what the probes of these ids ask about; it
 * runs again only for those that need it. Leaves it stopped.
 */
export async function showFacts(
  host: Host,
  {
    stack,
    lab,
    ids,
  }: { readonly stack: Stack; readonly lab: StackLab; readonly ids: ReadonlySet<string> },
): Promise<ShowLab> {
  await start(host, stack);
  const first = await untilListed(lab, (names) => names.length > 0);
  // One more than the segment that KeepSegments lets go.
  const wanted = ids.has("encoder-deletion") ? stack.spec.channel.hls.keepSegments + 2 : 1;
  const onAir = await untilListed(lab, (names) => counterOf(names.at(-1)) >= wanted);
  const channel = `/channels/${lab.channelId}`;
  const running = new Map([
    [
      "alerts",
      alertsIn(await askMediaLive({ lab, method: "GET", path: `${channel}/alerts` })) || "none",
    ],
    [
      "update",
      statusText(
        await askMediaLive({ lab, method: "PUT", path: channel, body: lab.channelBody() }),
      ),
    ],
    [
      "start",
      statusText(await askMediaLive({ lab, method: "POST", path: `${channel}/start`, body: {} })),
    ],
    ["delete", statusText(await askMediaLive({ lab, method: "DELETE", path: channel }))],
  ]);
  await stopChannel(host, { stack });
  const afterStop = (await playlists(lab)).variant;
  let afterRestart = "";
  if (ids.has("encoder-restart")) {
    await start(host, stack);
    const isNew = (names: readonly string[]): boolean => !onAir.names.includes(names[0] ?? "");
    afterRestart = (await untilListed(lab, isNew)).variant;
    await stopChannel(host, { stack });
  }
  let alert = "none";
  if (ids.has("encoder-alert")) {
    alert = await withWrongKey(host, stack, lab);
    await stopChannel(host, { stack });
  }
  const { master, variant } = onAir;
  const firstSegment = first.names[0] ?? "";
  return { ...lab, master, variant, firstSegment, afterStop, afterRestart, alert, running };
}

/** Its end is ten minutes after it runs, and not after the minutes that a start may take. */
async function start(host: Host, stack: Stack): Promise<void> {
  const { end } = await startShow(host, {
    stack,
    playbackUrl: null,
    timeoutMs: 0,
    waitsOn: false,
    searchPath: undefined,
    wanted: { durationMs: MOST_ON_AIR_MS, isBackup: true },
  });
  await tightenEnd(host, stack, {
    end,
    durationMs: MOST_ON_AIR_MS,
    pictureAt: host.clock.now(),
  });
}

/** Starts it with a password parameter that holds another key, and waits for an alert. The parameter is put back. */
async function withWrongKey(host: Host, stack: Stack, lab: StackLab): Promise<string> {
  const name = lab.channelBody()["destinations"]?.[0]?.["settings"]?.[0]?.["passwordParam"];
  const write = (value: string): Promise<WireAnswer> =>
    lab.aws({
      service: "ssm",
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "AmazonSSM.PutParameter",
      },
      body: JSON.stringify({ Name: name, Value: value, Type: "SecureString", Overwrite: true }),
    });
  await write("no-key");
  try {
    await start(host, stack);
    const until = lab.now() + MOST_WAIT_MS;
    while (lab.now() < until) {
      const alerts = alertsIn(
        await askMediaLive({ lab, method: "GET", path: `/channels/${lab.channelId}/alerts` }),
      );
      if (alerts !== "") return alerts;
      await lab.pause(LOOK_MS);
    }
    return "none";
  } finally {
    await write(lab.encoderKey);
  }
}

type Listed = {
  readonly master: string;
  readonly variant: string;
  readonly names: readonly string[];
};

async function untilListed(
  lab: StackLab,
  isEnough: (names: readonly string[]) => boolean,
): Promise<Listed> {
  const until = lab.now() + MOST_WAIT_MS;
  for (;;) {
    const listed = await playlists(lab);
    if (isEnough(listed.names)) return listed;
    if (lab.now() > until)
      throw new Error("the channel did not write enough segments in five minutes");
    await lab.pause(LOOK_MS);
  }
}

/** The playlists as they are at the origin; empty where there is none. */
async function playlists(lab: StackLab): Promise<Listed> {
  const read = async (name: string): Promise<string> => {
    const headers = { authorization: lab.playerKey };
    const { status, body } = await lab.momento(`/cache/${lab.cache}/${name}`, { headers });
    return status === 200 ? body.toString("utf8") : "";
  };
  const master = await read("playlist.m3u8");
  const [uri] = lines(master);
  const variant = uri === undefined ? "" : await read(uri.replace(/\?.*/, ""));
  return { master, variant, names: lines(variant) };
}

function lines(playlist: string): readonly string[] {
  return playlist.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
}

function counterOf(name: string | undefined): number {
  return Number(/(\d+)\.ts/.exec(name ?? "")?.[1] ?? 0);
}

/** The types of the alerts that are set. */
function alertsIn({ body }: WireAnswer): string {
  const { alerts = [] } = JSON.parse(body) as { alerts?: { state: string; alertType: string }[] };
  return alerts
    .filter(({ state }) => state === "SET")
    .map(({ alertType }) => alertType)
    .join(", ");
}
