/** Stands for the sandbox's defaults, by path, while a Spec is checked before the sandbox is started. */
export const REHEARSAL_SETTINGS: readonly (readonly [string, string])[] = [
  ["region", "us-west-2"],
  ["channel.input.type", "mp4-file"],
  ["channel.input.url", "http://127.0.0.1/test-pattern.mp4"],
];
