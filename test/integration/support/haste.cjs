// Preloaded into a run: long sleeps last a tick, and are counted, so that a watch goes through its rounds in no time.
const { setTimeout: real } = globalThis;
let count = 0;
globalThis.setTimeout = Object.assign((work, milliseconds, ...rest) => {
  if (milliseconds !== 5000 && !(milliseconds > 1000 && milliseconds <= 2000))
    return real(work, milliseconds, ...rest);
  count += 1;
  if (count === 20) process.stderr.write("slept 20 times\n");
  return real(work, 1, ...rest);
}, real);
