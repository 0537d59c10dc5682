// Starts the packed program, in the way that bin/live-origin.js starts the bundle, with what V8 compiled at the last watched run.
"use strict";
const { existsSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { Script } = require("node:vm");

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

/** The program's `main`. `name` tells which compiled code is at hand, and which is written down when `remember` is set. */
function loadProgram(name, remember) {
  const path = join(__dirname, "program.cjs");
  const cache = join(__dirname, `${name}.compiled`);
  const script = new Script(
    `(function (exports, require, module, __filename) {${readFileSync(path, "latin1")}\n})`,
    { filename: path, cachedData: existsSync(cache) ? readFileSync(cache) : undefined },
  );
  const loaded = { exports: {} };
  script.runInThisContext()(loaded.exports, require, loaded, path);
  if (remember)
    process.once("exit", () => {
      writeFileSync(`${cache}.${process.pid}`, script.createCachedData());
      renameSync(`${cache}.${process.pid}`, cache);
    });
  return loaded.exports.main;
}

module.exports = { loadProgram };

if (require.main === module)
  void loadProgram(process.argv[2] ?? "help", process.env.LIVE_ORIGIN_CRASH_LOG !== undefined)();
