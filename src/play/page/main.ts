import Hls, { type ErrorData } from "hls.js";
import { createFigure } from "./figure.ts";
import { listenToKeys } from "./keyboard.ts";
import { createLadder } from "./ladder.ts";
import { followRequests } from "./requests.ts";
import { inWords } from "./words.ts";

const AGAIN_MS = 3_000;
const SAMPLE_MS = 1_000;
/** So long without a new segment, and whatever hls.js is waiting for will not come. */
const STUCK_MS = 12_000;

function part<Kind extends Element>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`the page has no #${id}`);
}

const video = part("video", HTMLVideoElement);
const message = part("message", HTMLElement);
const figures = part("figures", HTMLElement);

function say(text: string, mood: "good" | "bad" | "" = ""): void {
  if (message.textContent !== text) message.textContent = text;
  message.className = mood;
}

const latency = createFigure(figures, {
  id: "latency",
  label: "Latency",
  unit: "s",
  digits: 1,
});
const buffer = createFigure(figures, { id: "buffer", label: "Buffer", unit: "s", digits: 1 });
const rate = createFigure(figures, {
  id: "rate",
  label: "Download",
  unit: "Mbit/s",
  digits: 1,
});
const height = createFigure(figures, {
  id: "height",
  label: "Rendition",
  unit: "lines",
  digits: 0,
});
const dropped = createFigure(figures, {
  id: "dropped",
  label: "Dropped frames",
  unit: "",
  digits: 0,
});

let hls: Hls | undefined;
/** Who has no keyboard is not told of keys. */
const START = matchMedia("(hover: none) and (pointer: coarse)").matches
  ? "Tap the button in the picture to start."
  : "Press Space, or the button in the picture, to start.";
/** The command that finds what is wrong. */
let verify = "";
let lastRate: number | null = null;
/** When a segment last arrived, epoch milliseconds. */
let progressAt = Date.now();
let again: ReturnType<typeof setTimeout> | undefined;
const ladder = createLadder(part("ladder", HTMLFieldSetElement), (level) => {
  if (hls !== undefined) hls.nextLevel = level;
});

function play(source: string): void {
  again = undefined;
  progressAt = Date.now();
  hls?.destroy();
  // A worker would need blob: in the page's policy; one stream does without.
  const session = new Hls({ enableWorker: false, liveSyncDurationCount: 3 });
  hls = session;
  session.on(Hls.Events.MANIFEST_PARSED, (_event, { levels }) => {
    ladder.show(levels);
    say("Loading the first segments …");
    // A browser may refuse; then the button in the picture starts it.
    video.play().catch(() => say(START));
  });
  session.on(Hls.Events.LEVEL_SWITCHED, (_event, { level }) => ladder.mark(level));
  session.on(Hls.Events.FRAG_LOADED, (_event, { frag }) => {
    const { loaded, loading } = frag.stats;
    const seconds = (loading.end - loading.start) / 1000;
    if (seconds > 0) lastRate = (loaded * 8) / seconds / 1e6;
  });
  // After a trouble that the buffer outlasted, the picture itself tells nothing.
  session.on(Hls.Events.FRAG_BUFFERED, () => {
    progressAt = Date.now();
    if (!video.paused && video.readyState >= 3) say("Playing.", "good");
  });
  session.on(Hls.Events.ERROR, (_event, data) => {
    if (session !== hls) return;
    void complain(data);
    if (!data.fatal) return;
    if (data.type === "mediaError") session.recoverMediaError();
    else again ??= setTimeout(() => play(source), AGAIN_MS);
  });
  session.loadSource(source);
  session.attachMedia(video);
}

/** In the words of `verify --url` where this command has seen what is wrong, else in those of the player. */
async function complain(data: ErrorData): Promise<void> {
  say(inWords(data, verify), "bad");
  const url = data.frag?.url ?? data.context?.url ?? data.url;
  if (url === undefined) return;
  const { pathname, search } = new URL(url, location.href);
  const answer = await fetch(`/fault?of=${encodeURIComponent(pathname + search)}`).catch(
    () => undefined,
  );
  const { fault = "" } = ((await answer?.json()) ?? {}) as { readonly fault?: string };
  if (fault !== "" && message.className === "bad") say(`${fault} Try: ${verify}`, "bad");
}

/** After the end of a show the list stands still until the next one begins: it is looked at, and played when it goes on. */
async function playNextShow(source: string): Promise<void> {
  const list = hls?.levels[Math.max(0, hls.currentLevel)];
  const url = list?.uri;
  if (url === undefined || list?.details?.type === "VOD") return;
  const answer = await fetch(url).catch(() => undefined);
  const text = answer?.ok === true ? await answer.text() : "";
  if (video.ended && text.includes("#EXTINF") && !text.includes("#EXT-X-ENDLIST")) play(source);
}

function sample(): void {
  const ahead = [...Array(video.buffered.length).keys()]
    .filter((index) => video.buffered.start(index) <= video.currentTime)
    .map((index) => video.buffered.end(index) - video.currentTime);
  const plays = hls !== undefined && video.readyState >= 2;
  const behind = hls?.latency ?? 0;
  latency.add(plays && behind > 0 ? behind : null);
  buffer.add(plays ? Math.max(0, ...ahead) : null);
  rate.add(lastRate);
  height.add(plays ? (hls?.levels[hls.currentLevel]?.height ?? null) : null);
  dropped.add(plays ? video.getVideoPlaybackQuality().droppedVideoFrames : null);
}

video.addEventListener("playing", () => say("Playing.", "good"));
video.addEventListener("waiting", () => {
  if (message.className !== "bad") say("Waiting for data …");
});
video.addEventListener("pause", () => {
  if (!video.ended) say("Paused.");
});
video.addEventListener("ended", () =>
  say("The end. If another show begins here, it plays by itself."),
);

function toLiveEdge(): void {
  const at = hls?.liveSyncPosition;
  if (at != null) video.currentTime = at;
}

function beginAgainWhenStuck(source: string): void {
  if (!video.paused && again === undefined && Date.now() - progressAt > STUCK_MS) play(source);
}

async function begin(): Promise<void> {
  const answer = await fetch("/source");
  const stream = (await answer.json()) as {
    readonly playbackUrl: string;
    readonly path: string;
    readonly verify: string;
  };
  const { playbackUrl, path } = stream;
  verify = stream.verify;
  part("address", HTMLElement).textContent = playbackUrl;
  document.title = `${new URL(playbackUrl).host} – play`;
  followRequests(part("requests", HTMLTableSectionElement));
  listenToKeys(video, ladder, toLiveEdge);
  setInterval(sample, SAMPLE_MS);
  if (Hls.isSupported()) {
    play(path);
    setInterval(() => beginAgainWhenStuck(path), SAMPLE_MS);
    setInterval(() => {
      if (video.ended) void playNextShow(path);
    }, AGAIN_MS);
  } else if (video.canPlayType("application/vnd.apple.mpegurl") !== "") video.src = path;
  else say("This browser can play HLS neither by itself nor with hls.js.", "bad");
}

void begin();
