import type { JsonRecord } from "../json.ts";
import { streamNames } from "./input-types.ts";
import type { Endpoint } from "./records.ts";
import type { Region } from "./region.ts";

/** The loopback stands for MediaLive's public addresses: a documented departure. */
const IP = "127.0.0.1";

/** Where a sender pushes to: `rtmp://IP:1935/app/instance`, or two of `rtp://IP:5000`. None for inputs that pull. */
export async function endpointsOf(
  region: Region,
  type: string,
  body: JsonRecord,
): Promise<readonly Endpoint[]> {
  if (type === "RTMP_PUSH") return rtmpEndpoints(region.rtmpPort(), body);
  if (type !== "RTP_PUSH" && type !== "UDP_PUSH") return [];
  const scheme = type === "RTP_PUSH" ? "rtp" : "udp";
  const ports = [await region.udpPort(), await region.udpPort()];
  return ports.map((port) => ({ ip: IP, port, url: `${scheme}://${IP}:${port}` }));
}

/** The endpoints of an RTMP push: only the stream names can change in the input's life. */
export function rtmpEndpoints(port: number, body: JsonRecord): readonly Endpoint[] {
  return streamNames(body).map((name) => ({ ip: IP, port, url: `rtmp://${IP}:${port}/${name}` }));
}
