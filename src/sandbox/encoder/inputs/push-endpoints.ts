import type { RtmpIngest } from "./rtmp/ingest.ts";
import type { RtpIngest } from "./rtp-ingest.ts";

/** A push input as the control plane knows it. */
export type PushInput = {
  readonly id: string;
  /** `rtmp://127.0.0.1:1935/app/instance` or `rtp://127.0.0.1:5000`, as DescribeInput shows them; none once it is deleted. */
  readonly urls: readonly string[];
  /** CIDRs of its security groups as they are now. */
  cidrs(): readonly string[];
};

type PushEndpoints = {
  /**
   * Lets senders in at these URLs, and no longer at the input's earlier ones: encoders push before the channel runs
   * (MediaLive user guide). A port in use is noted, not thrown: it fails the channel that needs it.
   */
  update(input: PushInput): Promise<void>;
};

type Close = () => Promise<void>;

type PushEndpointOptions = {
  readonly rtmp: RtmpIngest;
  readonly rtp: RtpIngest;
  readonly note: (text: string) => void;
};

/** No endpoint is open yet; what is opened is closed by the ingests. */
export function createPushEndpoints({ rtmp, rtp, note }: PushEndpointOptions): PushEndpoints {
  const kept = new Map<string, readonly Close[]>();
  const admit = async (url: string, cidrs: PushInput["cidrs"]): Promise<readonly Close[]> => {
    const { protocol, port, pathname } = new URL(url);
    try {
      if (protocol === "rtp:") return [await rtp.admit({ port: Number(port), cidrs })];
      if (protocol !== "rtmp:") return [];
      const [, app = "", instance = ""] = /^\/([^/]+)\/?(.*)$/.exec(pathname) ?? [];
      return [await rtmp.admit({ app, instance, cidrs })];
    } catch (error) {
      note(error instanceof Error ? error.message : String(error));
      return [];
    }
  };
  return {
    async update({ id, urls, cidrs }) {
      const before = kept.get(id) ?? [];
      const now = await Promise.all(urls.map((url) => admit(url, cidrs)));
      kept.set(id, now.flat());
      // Only now: a URL that stays keeps its sender.
      for (const close of before) await close();
    },
  };
}
