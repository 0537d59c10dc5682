import { describe, expect, it } from "vitest";
import { judgeAnswer } from "../../../src/config/fields/answer.ts";
import type { Question } from "../../../src/config/fields/question.ts";
import { QUESTIONS } from "../../../src/config/fields/questions.ts";
import {
  type ResolveInput,
  resolveSpec,
  settingsSoFar,
} from "../../../src/config/resolve/resolve.ts";

const START: ResolveInput = {
  flags: {},
  env: {},
  file: undefined,
  parts: ["origin", "channel", "cdn"],
};

function ask(key: string): Question {
  const found = QUESTIONS.find((question) => question.key === key);
  if (found === undefined) throw new Error(`no question ${key}`);
  return found;
}

/** Answers questions by key as the asker does; throws at the first refusal. */
function answered(replies: readonly (readonly [string, unknown])[], start = START): ResolveInput {
  return replies.reduce((soFar, [key, raw]) => {
    const judgement = judgeAnswer(ask(key), raw, soFar);
    if (!judgement.ok) throw new Error(judgement.message);
    return { ...soFar, answers: judgement.answers };
  }, start);
}

const refusal = (key: string, raw: unknown, soFar = START): string | undefined => {
  const judgement = judgeAnswer(ask(key), raw, soFar);
  return judgement.ok ? undefined : judgement.message;
};

const asked = (soFar: ResolveInput): readonly string[] =>
  QUESTIONS.filter(
    (question) =>
      question.asked === "walk" && (question.when?.(settingsSoFar(soFar).config) ?? true),
  ).map(({ key }) => key);

describe("the questions", () => {
  it("come in the order that makes sense", () => {
    expect(asked(START)).toEqual(["audience", "keyDays", "region", "input", "ladder"]);
  });

  it("ask for what the chosen input needs, and for nothing else", () => {
    const after = (type: string) => asked(answered([["input", type]])).slice(4, -1);
    expect(after("rtmp-push")).toEqual(["cidrs", "streamName"]);
    expect(after("rtp-push")).toEqual(["cidrs"]);
    expect(after("srt-caller")).toEqual(["address", "port"]);
    expect(after("hls-pull")).toEqual(["url"]);
    expect(after("mp4-file")).toEqual(["url"]);
    expect(after("existing")).toEqual(["inputId"]);
  });

  it("lead to a Spec when all are answered", () => {
    const input = answered([
      ["audience", 1],
      ["keyDays", "3"],
      ["region", "eu-west-1"],
      ["input", "rtmp-push"],
      ["cidrs", "203.0.113.7/32, 198.51.100.0/24"],
      ["streamName", "live/studio"],
      ["ladder", "mobile"],
    ]);
    expect(resolveSpec(input)).toMatchObject({
      ok: true,
      spec: {
        region: "eu-west-1",
        origin: { keyDays: 3 },
        channel: {
          input: {
            type: "rtmp-push",
            cidrs: ["203.0.113.7/32", "198.51.100.0/24"],
            streamName: "live/studio",
          },
          ladderName: "mobile",
        },
        cdn: { playlistCacheSeconds: 1 },
      },
    });
  });

  it("offer the settings so far as defaults", () => {
    const { config } = settingsSoFar({
      ...START,
      file: { name: "sunday" },
      defaults: { region: "us-west-2" },
    });
    expect(ask("keyDays").default?.(config)).toBe(30);
    expect(ask("audience").default?.(config)).toBe(0);
    expect(ask("region").default?.(config)).toBe("us-west-2");
    expect(ask("streamName").default?.(config)).toBe("sunday/live");
    expect(ask("ladder").default?.(config)).toBe("tutorial");
    expect(ask("input").default?.(config)).toBeUndefined();
  });

  it("take each of their own choices", () => {
    for (const question of QUESTIONS)
      for (const { value } of question.choices ?? [])
        if (question.leadsTo?.[String(value)] === undefined)
          expect(refusal(question.key, value)).toBeUndefined();
    expect(QUESTIONS.map(({ key }) => key)).toContain(ask("ladder").leadsTo?.["own"]);
  });

  it("refuse what the schema refuses, in the same words", () => {
    expect(refusal("keyDays", "soon")).toBe('must be a whole number, not "soon"');
    expect(refusal("keyDays", "0")).toBe("must be a whole number of days from 1 to 49710, not 0");
    expect(refusal("region", "Oregon")).toBe(
      'must be an AWS region such as us-west-2, not "Oregon"',
    );
    const push = answered([["input", "rtp-push"]]);
    expect(refusal("cidrs", "203.0.113.7/40", push)).toContain("an IPv4 mask is /0 to /32");
    expect(refusal("cidrs", "", push)).toBe("needs at least one CIDR");
    const pull = answered([["input", "hls-pull"]]);
    expect(refusal("url", "s3://bucket/a.m3u8", pull)).toContain(
      "this input reads http://, https://",
    );
  });

  it("run the size rule when the answer is given", () => {
    expect(refusal("rungs", ["4k=3840x2160@30,50000,128"])).toContain(
      "the highest bitrate for 2 s is 36,363.636 kbps",
    );
    expect(refusal("rungs", ["hd=1920x1080@30,5000,128", "sd=640x480@30,1000,96"])).toBeUndefined();
    const short = { ...START, flags: { segmentSeconds: "1" } };
    expect(refusal("audience", 1, short)).toContain("Use --playlist-cache-seconds 0");
  });

  it("do not blame an answer for what was wrong before", () => {
    const broken = { ...START, flags: { gopSeconds: "1.5" } };
    expect(refusal("keyDays", "3", broken)).toBeUndefined();
  });

  it("remark on what an answer brings with it", () => {
    const push = answered([["input", "rtp-push"]]);
    const judgement = judgeAnswer(ask("cidrs"), "0.0.0.0/0", push);
    expect(judgement.ok && judgement.remarks).toEqual([
      expect.stringContaining("lets anyone on the internet push"),
    ]);
  });

  it("let an answer be given again, another input replacing the first", () => {
    const again = answered([
      ["input", "rtmp-push"],
      ["cidrs", "203.0.113.7/32"],
      ["input", "existing"],
      ["inputId", "1234567"],
      ["region", "us-west-2"],
    ]);
    expect(resolveSpec(again)).toMatchObject({
      ok: true,
      spec: { channel: { input: { type: "existing", id: "1234567" } } },
    });
  });

  it("complete an input whose type came from a flag", () => {
    const after = answered(
      [
        ["cidrs", "203.0.113.7/32"],
        ["region", "us-west-2"],
      ],
      { ...START, flags: { input: "rtp-push" } },
    );
    expect(resolveSpec(after)).toMatchObject({
      ok: true,
      spec: { channel: { input: { type: "rtp-push", cidrs: ["203.0.113.7/32"] } } },
    });
  });
});
