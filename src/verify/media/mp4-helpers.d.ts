// The package ships no types; these are the members that we read.
declare module "@videojs/vhs-utils/cjs/mp4-helpers.js" {
  export function findBox(
    bytes: Uint8Array,
    path: readonly string[],
    complete?: boolean,
  ): Uint8Array[];
  export function parseTracks(
    bytes: Uint8Array,
    frameTable?: boolean,
  ): {
    readonly type: string;
    readonly number?: number;
    readonly timescale?: number;
    readonly codec?: string;
    readonly info?: { readonly width?: number; readonly height?: number };
  }[];
}
