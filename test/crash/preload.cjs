// Loaded into the program by NODE_OPTIONS: counts its writes under .live-origin and kills it at the one it is told.
"use strict";
const fs = require("node:fs");
const { basename } = require("node:path");
const { syncBuiltinESMExports } = require("node:module");

const target = process.env.LIVE_ORIGIN_CRASH_AT ?? "";
const logFile = process.env.LIVE_ORIGIN_CRASH_LOG;
const appendFileSync = fs.appendFileSync.bind(fs);
const seen = new Map();

function named(path) {
  const text = String(path);
  if (!text.includes(".live-origin")) return undefined;
  return basename(text)
    .replace(/^\.[0-9a-f]{12}\.tmp$/, "temporary")
    .replace(/[0-9a-f]{12}$/, "#");
}

function point(operation, path) {
  const name = named(path);
  if (name === undefined || hasNoEffect(operation, path)) return undefined;
  const key = `${operation} ${name}`;
  const count = (seen.get(key) ?? 0) + 1;
  seen.set(key, count);
  const label = `${key} ${count}`;
  if (logFile) appendFileSync(logFile, `${label}\n`);
  return label;
}

/** A folder that is there already is not made, and what is not there is not removed. */
function hasNoEffect(operation, path) {
  if (operation === "mkdir") return fs.existsSync(path);
  return operation.startsWith("rm") && !fs.existsSync(path);
}

function dieAt(label, phase) {
  if (label !== undefined && target === `${label} ${phase}`) process.kill(process.pid, "SIGKILL");
}

function around(operation, pathOf) {
  const original = fs.promises[operation];
  fs.promises[operation] = async (...args) => {
    const label = point(operation, pathOf(args));
    dieAt(label, "before");
    try {
      return await original.apply(fs.promises, args);
    } finally {
      dieAt(label, "after");
    }
  };
}

around("rename", (args) => args[1]);
around("link", (args) => args[1]);
around("rm", (args) => args[0]);
around("rmdir", (args) => args[0]);
around("mkdir", (args) => args[0]);

// A file that is half written when the power goes.
const open = fs.promises.open;
fs.promises.open = async (path, flags, ...rest) => {
  const handle = await open.call(fs.promises, path, flags, ...rest);
  const label = typeof flags === "string" && /[wa]/.test(flags) ? point("write", path) : undefined;
  if (label === undefined) return handle;
  const writeFile = handle.writeFile.bind(handle);
  handle.writeFile = async (data, ...options) => {
    if (target === `${label} half`) {
      await writeFile(halfOf(data));
      process.kill(process.pid, "SIGKILL");
    }
    return writeFile(data, ...options);
  };
  return handle;
};
const writeFile = fs.promises.writeFile;
fs.promises.writeFile = async (path, data, ...options) => {
  const label = point("write", path);
  if (label !== undefined && target === `${label} half`) {
    await writeFile.call(fs.promises, path, halfOf(data), ...options);
    process.kill(process.pid, "SIGKILL");
  }
  return writeFile.call(fs.promises, path, data, ...options);
};
syncBuiltinESMExports();

/** The first half of what was to be written: what a crash in the middle leaves. */
function halfOf(data) {
  const bytes = Buffer.from(data);
  return bytes.subarray(0, bytes.length / 2);
}
