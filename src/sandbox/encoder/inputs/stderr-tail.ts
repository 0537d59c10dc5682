/** Keeps the last lines that a process wrote, and hides what could be a secret in them. */
export type StderrTail = { push(chunk: Buffer): void; lines(): readonly string[]; last(): string };

const MAX_LINES = 20;
const MAX_LINE_CHARACTERS = 300;

/** `secrets` are replaced wherever they appear; user names, passwords and queries of URLs always are. */
export function createStderrTail(secrets: readonly string[] = []): StderrTail {
  let lines: string[] = [];
  let open = "";
  return {
    push(chunk) {
      const [first = "", ...more] = chunk.toString("utf8").split(/[\r\n]+/u);
      const texts = [open + first, ...more];
      open = (texts.pop() ?? "").slice(-MAX_LINE_CHARACTERS);
      const kept = texts.map((line) => line.trim().slice(0, MAX_LINE_CHARACTERS));
      lines = [...lines, ...kept.filter((line) => line !== "")].slice(-MAX_LINES);
    },
    lines: () => lines.map((line) => scrub(line, secrets)),
    last: () => scrub(lines.at(-1) ?? open.trim(), secrets),
  };
}

/** Removes URL credentials, URL queries and the given secrets from a text. */
export function scrub(text: string, secrets: readonly string[] = []): string {
  const plain = text
    .replaceAll(/(\w+:\/\/)[^/\s@]*@/gu, "$1***@")
    .replaceAll(/(\w+:\/\/[^\s?'"]*)\?[^\s'"]*/gu, "$1?***");
  return secrets
    .filter((secret) => secret !== "")
    .reduce((hidden, secret) => hidden.replaceAll(secret, "***"), plain);
}
