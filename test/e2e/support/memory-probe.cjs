// Loaded into the program under test: on SIGUSR2 it collects garbage and appends a line of figures to a file.
const { appendFileSync } = require("node:fs");
const { setFlagsFromString } = require("node:v8");
const { runInNewContext } = require("node:vm");

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");
const file = process.env.LIVE_ORIGIN_MEMORY_PROBE;
process.on("SIGUSR2", () => {
  collect();
  collect();
  appendFileSync(file, `${JSON.stringify(process.memoryUsage())}\n`);
});
