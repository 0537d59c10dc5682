import { redacted, serviceWords } from "../../config/text/redact.ts";
import { fileName } from "../playlists.ts";
import type { Reply } from "./wire.ts";

/** What was asked for, as people call it. */
export function nameOf({ address }: Reply): string {
  return fileName(address) || new URL(address).host;
}

/** The body as text. */
export function textOf({ answer }: Reply): string {
  return answer?.body.toString("utf8") ?? "";
}

/** The status, and the message of an error that is XML or JSON, without keys. */
export function statusWords(reply: Reply): string {
  const { head, trouble } = reply;
  if (trouble !== undefined) return trouble.text;
  if (head === undefined) return "no answer";
  const [, xml, json] = head.status < 400 ? [] : (MESSAGE.exec(textOf(reply)) ?? []);
  const message = xml ?? json;
  return `${head.status}${message === undefined ? "" : `, ${JSON.stringify(serviceWords(message.trim()))}`}`;
}

const MESSAGE =
  /<Message>([^<]{1,120})|"(?:message|errorMessage|error|detail)"\s*:\s*"([^"\\]{1,120})"/i;

/** The first words of a body, on one line, or its first bytes. */
export function beginningOf(reply: Reply): string {
  const words = textOf(reply).replaceAll(/\s+/g, " ").trim().slice(0, 60);
  return /[^\u0020-\u007e]/.test(words)
    ? (reply.answer?.body
        .subarray(0, 8)
        .toString("hex")
        .replaceAll(/(..)(?=.)/g, "$1 ") ?? "")
    : JSON.stringify(redacted(words));
}

/** What the answer says of its body. */
export function headersOf({ head }: Reply): string {
  const encoding = head?.headers.get("content-encoding");
  return `Content-Type ${head?.headers.get("content-type") ?? "absent"}${encoding == null ? "" : `, Content-Encoding ${encoding}`}`;
}

/** How many of how many; empty for one. */
export function many(hit: readonly Reply[], all: readonly Reply[]): string {
  return hit.length === 1 ? "" : ` (${hit.length} of ${all.length} requests)`;
}
