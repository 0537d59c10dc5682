import type { StartSource } from "./encoder-settings.ts";

type Sources = {
  readonly testPattern: StartSource;
  /** Everything else: files, pushes and pulls, through ffmpeg. */
  readonly realInput: StartSource;
  /** Is this the sandbox's own test pattern? */
  readonly isTestPattern: (url: string) => boolean;
};

/** Chooses by the channel's input: the sandbox's own test-pattern URL is made here, anything else is really read. */
export function chooseSource({ testPattern, realInput, isTestPattern }: Sources): StartSource {
  return (settings, emit, alert) => {
    const { input } = settings;
    const own =
      (input.type === "MP4_FILE" || input.type === "URL_PULL") && isTestPattern(input.url);
    return (own ? testPattern : realInput)(settings, emit, alert);
  };
}
