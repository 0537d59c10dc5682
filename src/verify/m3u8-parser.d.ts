// The package ships no types; these are the members that we read.
declare module "m3u8-parser" {
  type Range = { readonly offset: number; readonly length: number };
  type Key = { readonly method: string; readonly uri?: string; readonly iv?: Uint32Array };
  type Group = Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          { readonly uri?: string; readonly language?: string; readonly default?: boolean }
        >
      >
    >
  >;
  export class Parser {
    constructor(options?: {
      readonly uri: string;
      readonly mainDefinitions?: Readonly<Record<string, string>>;
    });
    readonly manifest: {
      readonly mediaSequence?: number;
      readonly targetDuration?: number;
      readonly partTargetDuration?: number;
      readonly skip?: { readonly skippedSegments?: number };
      readonly endList?: boolean;
      readonly playlistType?: string;
      readonly definitions?: Readonly<Record<string, string>>;
      readonly mediaGroups?: Readonly<Record<string, Group>>;
      readonly iFramePlaylists?: readonly unknown[];
      readonly playlists?: readonly {
        readonly uri: string;
        readonly attributes?: {
          readonly RESOLUTION?: { readonly width: number; readonly height: number };
          readonly [name: string]: unknown;
        };
      }[];
      readonly segments?: readonly {
        readonly uri: string;
        readonly duration: number;
        readonly byterange?: Range;
        readonly key?: Key;
        readonly map?: { readonly uri: string; readonly byterange?: Range; readonly key?: Key };
        readonly timeline?: number;
        readonly programDateTime?: number;
        readonly custom?: Readonly<Record<string, unknown>>;
      }[];
    };
    addParser(rule: {
      readonly expression: RegExp;
      readonly customType: string;
      readonly segment: boolean;
    }): void;
    push(chunk: string): void;
    end(): void;
  }
}
