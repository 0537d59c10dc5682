/** Keeps the last lines that a process wrote, and hides what could be a secret in them. */
type StderrTail = {
  push(chunk: Buffer): void;
  lines(): readonly string[];
  last(): string;
  /** The streams that ffmpeg found in its inputs. */
  streams(): readonly InputStream[];
};

/** A stream of an input: `Video`, `h264`. */
export type InputStream = { readonly kind: string; readonly codec: string };

const MAX_LINES = 20;
const MAX_LINE_CHARACTERS = 200;

/** `secrets` are replaced wherever they appear; user names, passwords and queries of URLs always are. */
export function createStderrTail(secrets: readonly string[] = []): StderrTail {
  let lines: string[] = [];
  let open = "";
  const streams: InputStream[] = [];
  let isOutput = false;
  /** What ffmpeg merely reports names the streams, of the inputs first; it is no reason for anything. */
  const isReport = (line: string): boolean => {
    if (!/(?:^|\] )\[(?:info|verbose|debug)\]/u.test(line)) return false;
    if (/\[info\] (?:Stream mapping|Output #)/u.test(line)) isOutput = true;
    const [, kind, codec] = /Stream #\d+:\d+\S*: (\w+): (\w+)/u.exec(line) ?? [];
    if (!isOutput && kind !== undefined && codec !== undefined) streams.push({ kind, codec });
    return true;
  };
  return {
    push(chunk) {
      const [first = "", ...more] = chunk.toString("utf8").split(/[\r\n]+/u);
      const texts = [open + first, ...more];
      open = (texts.pop() ?? "").slice(-MAX_LINE_CHARACTERS);
      const kept = texts
        .filter((line) => !isReport(line))
        .map((line) =>
          shorten(
            line
              .replaceAll(/\[(?:\S+ @ 0x[\da-f]+|warning|error|fatal|panic)\] /gu, "")
              .replaceAll("pipe:0: ", "")
              .replaceAll("pipe:0", "the input")
              .trim(),
          ),
        );
      lines = [...lines, ...kept.filter((line) => line !== "")].slice(-MAX_LINES);
    },
    lines: () => lines.map((line) => scrub(line, secrets)),
    streams: () => streams,
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
