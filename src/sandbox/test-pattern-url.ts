import { serve, type Listener } from "./serve.ts";
import type { WireService } from "./wire.ts";
import type { World } from "./world.ts";

const PATH = "/test-pattern.mp4";

const EXPLANATION = `This is the address of the sandbox's test pattern. The emulated encoder recognises it as the source
of an MP4 input and makes the pictures itself (colour bars with a clock), so there is no file to download.
`;

/** Gives the test pattern an address that anybody may look at; `patternUrl` is what an MP4 input is told to read. */
export async function serveTestPattern(
  world: World,
  port = 0,
): Promise<Listener & { readonly patternUrl: string }> {
  const service: WireService = {
    name: "test-pattern",
    route: ({ method, path }) =>
      path === PATH && (method === "GET" || method === "HEAD")
        ? {
            operation: "Explain",
            answer: () => ({
              status: 200,
              headers: { "content-type": "text/plain; charset=utf-8" },
              body: EXPLANATION,
            }),
          }
        : undefined,
    refuse: ({ status, message }) => ({ status, body: message }),
    unknown: () => ({ status: 404, body: "Not Found\n" }),
  };
  const listener = await serve(world, service, { port });
  return { ...listener, patternUrl: `${listener.url}${PATH}` };
}
