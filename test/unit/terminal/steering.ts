/** What a terminal obeys, or what hides or turns text round: line ends apart, nothing of it may be printed as it is. */
export const STEERING =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\u{E0000}-\u{E007F}]/u;
