// Loaded into the program by NODE_OPTIONS: after so many changes under .live-origin the disk refuses all others. Root may
// write anywhere and no test can fill a disk, so this is where both are made to happen.
"use strict";
const { syncBuiltinESMExports } = require("node:module");
const fs = require("node:fs");

const code = process.env.LIVE_ORIGIN_DISK_FAILS_WITH ?? "ENOSPC";
let left = Number(process.env.LIVE_ORIGIN_DISK_FAILS_AFTER ?? "Infinity");
/** A full disk can still remove and rename; one that may not be written can do neither. */
const takesNames = code === "ENOSPC" || code === "EFBIG" || code === "EDQUOT";

function count(path) {
  if (!String(path).includes(".live-origin/")) return;
  left -= 1;
  if (left >= 0) return;
  const error = new Error(`${code}: refused by the test, '${path}'`);
  throw Object.assign(error, { code, errno: -1, syscall: "write", path: String(path) });
}

/** Counts the calls of one function of node:fs/promises that would change something. */
function counted(name, changes) {
  const real = fs.promises[name];
  fs.promises[name] = async (path, ...rest) => {
    if (changes(path, ...rest)) count(path);
    return real.call(fs.promises, path, ...rest);
  };
}

counted("open", (_path, flags) => typeof flags === "string" && /[wa]/.test(flags));
counted("writeFile", () => true);
counted("mkdir", (path) => !fs.existsSync(path));
if (!takesNames) {
  counted("rename", () => true);
  counted("rm", (path) => fs.existsSync(path));
  counted("rmdir", (path) => fs.existsSync(path));
}
syncBuiltinESMExports();
