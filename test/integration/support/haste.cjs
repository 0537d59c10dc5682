// Preloaded into a run: its clock goes ten times as fast, and the five seconds between two looks last a tick.
const { setTimeout: real } = globalThis;
const now = Date.now;
const start = now();
const TIMES = 10;
Date.now = () => start + TIMES * (now() - start);
globalThis.setTimeout = Object.assign((work, milliseconds, ...rest) => {
  if (milliseconds === 5000) return real(work, 1, ...rest);
  return real(work, milliseconds > 2000 ? milliseconds : milliseconds / TIMES, ...rest);
}, real);
