// Preloaded: tells on descriptor 3 what CPU the process took, in milliseconds.
const { writeSync } = require("node:fs");
process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  writeSync(3, String((user + system) / 1000));
});
