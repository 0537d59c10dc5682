// Preloaded into a run: what it would give up after two seconds has a minute, so that a busy machine answers in time.
const { setTimeout: real } = globalThis;
globalThis.setTimeout = Object.assign(
  (work, milliseconds, ...rest) =>
    real(work, milliseconds === 2000 ? 60_000 : milliseconds, ...rest),
  real,
);
