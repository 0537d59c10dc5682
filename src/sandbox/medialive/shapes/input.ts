import { choice, integer, list, open, record, required, text } from "../shape.ts";

const DECRYPTION = {
  algorithm: choice("AES128|AES192|AES256"),
  passphraseSecretArn: text(),
};

/** What CreateInput takes (MediaLive API model). */
export const CREATE_INPUT = record({
  destinations: list(record({ streamName: text() })),
  inputDevices: list(open()),
  inputSecurityGroups: list(text()),
  mediaConnectFlows: list(open()),
  name: text(),
  requestId: text(),
  roleArn: text(),
  sources: list(record({ passwordParam: text(), url: text(), username: text() })),
  srtSettings: record({
    srtCallerSources: list(
      record({
        decryption: record(DECRYPTION),
        minimumLatency: integer(),
        srtListenerAddress: text(),
        srtListenerPort: text(),
        streamId: text(),
      }),
    ),
    srtListenerSettings: record({
      decryption: required(
        record({
          algorithm: required(DECRYPTION.algorithm),
          passphraseSecretArn: required(DECRYPTION.passphraseSecretArn),
        }),
      ),
      minimumLatency: required(integer()),
    }),
  }),
  tags: open(),
  type: choice(
    "UDP_PUSH|RTP_PUSH|RTMP_PUSH|RTMP_PULL|URL_PULL|MP4_FILE|MEDIACONNECT|INPUT_DEVICE|AWS_CDI|TS_FILE|SRT_CALLER|MULTICAST|SMPTE_2110_RECEIVER_GROUP|SDI|MEDIACONNECT_ROUTER|SRT_LISTENER",
  ),
});

/** What CreateInputSecurityGroup and UpdateInputSecurityGroup take (MediaLive API model). */
export const INPUT_SECURITY_GROUP = record({
  tags: open(),
  whitelistRules: list(record({ cidr: text() })),
});
