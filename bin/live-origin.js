#!/usr/bin/env node
// A version gate that every Node can parse; help from a small file of its own, where a word asks for it; for all else the bundle.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 17)) {
  process.stderr.write(
    `live-origin needs Node 20.17 or newer; this is ${process.versions.node}.\n` +
      "Install a newer Node (https://nodejs.org), then run the same command again.\n",
  );
  process.exit(1);
}
const asking = /^(?:help|--help|--help-all|-h|--version|-v)$/;
const rest = process.argv.some((word) => asking.test(word))
  ? require("../dist/help.cjs").writeHelp(process)
  : undefined;
if (rest === undefined) {
  // The AWS SDK prints a paragraph about Node 20 to stderr when a client is built.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  void import("../dist/main.js").then(({ main }) => main());
} else if (rest.length > 0) {
  process.stdout.on("error", ({ code }) => {
    if (code === "EPIPE") return;
    process.stderr.write(`✗ What this command prints could not be written (${code}).\n`);
    process.exitCode = 1;
  });
  process.stdout.write(rest);
}
