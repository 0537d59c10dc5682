const PASSED_ON = [
  "PATH",
  "HOME",
  "TMPDIR",
  "TEMP",
  "TMP",
  "SystemRoot",
  "LANG",
  "LD_LIBRARY_PATH",
  "DYLD_LIBRARY_PATH",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "http_proxy",
  "https_proxy",
];

/** What ffmpeg gets to see of our environment: no key of anybody's, and no proxy in front of loopback. */
export function ffmpegEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  pullProxy?: string,
): Record<string, string> {
  const passed = PASSED_ON.flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  // Loopback goes through it too: which of its ports may be read is what it is there to judge.
  if (pullProxy !== undefined) return { ...Object.fromEntries(passed), http_proxy: pullProxy };
  const direct = [environment["no_proxy"], "127.0.0.1", "localhost"];
  return {
    ...Object.fromEntries(passed),
    no_proxy: direct.filter((host) => host !== undefined && host !== "").join(","),
  };
}
