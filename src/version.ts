/** Set by the build from package.json. */
declare const LIVE_ORIGIN_VERSION: string | undefined;

/** The version of the program; `dev` when it runs unbundled. */
export const VERSION: string =
  typeof LIVE_ORIGIN_VERSION === "undefined" ? "dev" : LIVE_ORIGIN_VERSION;
