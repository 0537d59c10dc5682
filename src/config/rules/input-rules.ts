import { isBareAddress, parseCidr, withMask } from "../cidr.ts";
import type { Config } from "../schema/schema.ts";
import type { Draft } from "../resolve/draft.ts";
import { isLocalFile } from "../input-url.ts";
import type { Finding, Rule } from "./rule.ts";

function judgeCidrs({ channel: { input } }: Draft): readonly Finding[] {
  if (input?.type !== "rtmp-push" && input?.type !== "rtp-push") return [];
  return input.cidrs.flatMap((text, index) => judgeCidr(text, `channel.input.cidrs.${index}`));
}

function judgeCidr(text: string, path: string): readonly Finding[] {
  const reading = parseCidr(text);
  if (!reading.ok) return [];
  const { network, prefix, hasHostBits, isPrivate } = reading.cidr;
  const warning = (code: string, message: string): Finding => ({
    level: "warning",
    path,
    code,
    message,
  });
  return [
    ...(prefix === 0
      ? [
          warning(
            "CIDR_LETS_EVERYONE_IN",
            `${text} lets anyone on the internet push video into the channel`,
          ),
        ]
      : []),
    ...(hasHostBits
      ? [
          warning(
            "CIDR_HAS_HOST_BITS",
            `${text} stands for all of ${network}; for the one address write ${text.split("/")[0] ?? ""}/32`,
          ),
        ]
      : []),
    ...(isPrivate
      ? [
          warning(
            "CIDR_IS_PRIVATE",
            `${text} is a private address; MediaLive sees the public one your router sends from`,
          ),
        ]
      : []),
  ];
}

function judgeBareAddresses(_draft: Draft, { channel }: Config): readonly Finding[] {
  const input = channel?.input;
  const cidrs = input !== undefined && "cidrs" in input ? (input.cidrs ?? []) : [];
  return cidrs.flatMap((text, index) =>
    isBareAddress(text)
      ? [
          {
            level: "note",
            path: `channel.input.cidrs.${index}`,
            code: "CIDR_IS_ONE_ADDRESS",
            message: `${text} is taken as ${withMask(text)}: this one address and no other may send`,
          },
        ]
      : [],
  );
}

function judgeFile({ channel: { input } }: Draft): readonly Finding[] {
  return input?.type === "mp4-file" && isLocalFile(input.url)
    ? [
        {
          level: "warning",
          path: "channel.input.url",
          code: "INPUT_IS_LOCAL",
          message: `${input.url} is a file on this machine: the sandbox can read it, MediaLive cannot`,
        },
      ]
    : [];
}

/** What a user should know about the input that was chosen. */
export const INPUT_RULES: readonly Rule[] = [
  { reads: ["channel.input.cidrs"], judge: judgeBareAddresses },
  { reads: ["channel.input.type", "channel.input.cidrs"], judge: judgeCidrs },
  { reads: ["channel.input.type", "channel.input.url"], judge: judgeFile },
];
