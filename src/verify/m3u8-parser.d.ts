// The package ships no types; these are the members that we read.
declare module "m3u8-parser" {
  export class Parser {
    readonly manifest: {
      readonly mediaSequence?: number;
      readonly targetDuration?: number;
      readonly playlists?: readonly {
        readonly uri: string;
        readonly attributes?: {
          readonly RESOLUTION?: { readonly width: number; readonly height: number };
          readonly [name: string]: unknown;
        };
      }[];
      readonly segments?: readonly { readonly uri: string; readonly duration: number }[];
    };
    push(chunk: string): void;
    end(): void;
  }
}
