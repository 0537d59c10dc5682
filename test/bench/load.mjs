import { readFile } from "node:fs/promises";
import { Agent, get } from "node:http";
import { performance } from "node:perf_hooks";

const CONNECTIONS = 8;
const TICKS_PER_SECOND = 100;

/** Requests a URL over some connections for a while; gives requests a second and what each cost the server's process in CPU ms. */
export async function load(url, pid, milliseconds) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const startMs = performance.now();
  const startCpu = await cpuMs(pid);
  let requests = 0;
  const worker = async () => {
    while (performance.now() - startMs < milliseconds) {
      await once(url, agent);
      requests += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  const seconds = (performance.now() - startMs) / 1000;
  const cpu = (await cpuMs(pid)) - startCpu;
  agent.destroy();
  return { perSecond: requests / seconds, cpuMs: cpu / requests };
}

function once(url, agent) {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      response.on("end", () =>
        response.statusCode === 200
          ? resolve()
          : reject(new Error(`${url}: ${response.statusCode}`)),
      );
      response.on("error", reject);
      response.resume();
    }).on("error", reject);
  });
}

/** CPU time of a process in milliseconds; NaN where there is no /proc. */
export async function cpuMs(pid) {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const [user, system] = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 13);
  return ((Number(user) + Number(system)) * 1000) / TICKS_PER_SECOND;
}
