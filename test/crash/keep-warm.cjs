// Runs the program again and again in one process, for the runs that nobody kills: starting it anew is most of what they cost.
"use strict";
const { loadProgram } = require("./launch.cjs");

const main = loadProgram("init", false);
const text = { stdout: "", stderr: "" };
for (const name of ["stdout", "stderr"])
  process[name].write = (chunk, encoding, done) => {
    text[name] += Buffer.from(chunk).toString("utf8");
    const written = typeof encoding === "function" ? encoding : done;
    if (written !== undefined) process.nextTick(written);
    return true;
  };

let code = 0;
process.exit = (given) => {
  code = given ?? 0;
};

async function runOnce({ args, cwd }) {
  process.chdir(cwd);
  process.env.HOME = cwd;
  text.stdout = text.stderr = "";
  process.argv = [process.argv[0], process.argv[1], ...args];
  const signals = ["SIGINT", "SIGTERM"];
  await main();
  for (const signal of signals) process.removeAllListeners(signal);
  for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners("error");
  process.send({ code, ...text });
}

process.on("message", (task) => void runOnce(task));
