import type { Ladder } from "./ladder.ts";

/** What the keys do; they are written under the picture. */
export function listenToKeys(
  video: HTMLVideoElement,
  ladder: Ladder,
  toLiveEdge: () => void,
): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const on = event.target instanceof Element ? event.target.tagName : "";
    // Arrows and Space belong to the radio buttons, and arrows to the table, when these have the focus.
    const isArrow = event.key.startsWith("Arrow");
    const isElsewhere = on === "INPUT" ? isArrow || event.key === " " : on === "DIV" && isArrow;
    const action = ACTIONS[event.key.toLowerCase()];
    if (action === undefined || isElsewhere) return;
    event.preventDefault();
    action(video, ladder, toLiveEdge);
  });
}

type Action = (video: HTMLVideoElement, ladder: Ladder, toLiveEdge: () => void) => void;

const ACTIONS: Readonly<Record<string, Action>> = {
  " ": (video) => {
    if (video.paused) void video.play();
    else video.pause();
  },
  m: (video) => {
    video.muted = !video.muted;
  },
  f: (video) => {
    if (document.fullscreenElement === null) void video.requestFullscreen();
    else void document.exitFullscreen();
  },
  arrowup: (_video, ladder) => ladder.step(1),
  arrowdown: (_video, ladder) => ladder.step(-1),
  a: (_video, ladder) => ladder.automatic(),
  l: (_video, _ladder, toLiveEdge) => toLiveEdge(),
};
