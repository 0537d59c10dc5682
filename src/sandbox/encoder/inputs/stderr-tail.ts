/** Keeps the last lines that a process wrote, and hides what could be a secret in them. */
type StderrTail = { push(chunk: Buffer): void; lines(): readonly string[]; last(): string };

const MAX_LINES = 20;
const MAX_LINE_CHARACTERS = 200;

/** `secrets` are replaced wherever they appear; user names, passwords and queries of URLs always are. */
export function createStderrTail(secrets: readonly string[] = []): StderrTail {
  let lines: string[] = [];
  let open = "";
  return {
    push(chunk) {
      const [first = "", ...more] = chunk.toString("utf8").split(/[\r\n]+/u);
      const texts = [open + first, ...more];
      open = (texts.pop() ?? "").slice(-MAX_LINE_CHARACTERS);
      const kept = texts.map((line) => shorten(line.trim()));
      lines = [...lines, ...kept.filter((line) => line !== "")].slice(-MAX_LINES);
    },
    lines: () => lines.map((line) => scrub(line, secrets)),
    last: () => scrub(lines.at(-1) ?? open.trim(), secrets),
  };
}

/** The beginning says what it is about and the end what went wrong; between them ffmpeg may quote a whole filter graph. */
function shorten(line: string): string {
  const half = MAX_LINE_CHARACTERS / 2;
  return line.length <= MAX_LINE_CHARACTERS ? line : `${line.slice(0, half)}…${line.slice(-half)}`;
}

/** Removes URL credentials, URL queries and the given secrets from a text. */
function scrub(text: string, secrets: readonly string[] = []): string {
  const plain = text
    .replaceAll(/(\w+:\/\/)[^/\s@]*@/gu, "$1***@")
    .replaceAll(/(\w+:\/\/[^\s?'"]*)\?[^\s'"]*/gu, "$1?***");
  return secrets
    .filter((secret) => secret !== "")
    .reduce((hidden, secret) => hidden.replaceAll(secret, "***"), plain);
}
