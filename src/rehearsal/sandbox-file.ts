import { ownCommand } from "../config/text/own-command.ts";
import { join } from "node:path";
import { z } from "zod";
import type { Context } from "../context.ts";
import { removeDurably, writeDurably } from "../core/state/durable-file.ts";
import { readIfThere } from "../core/state/read-text.ts";
import { jsonOrNothing } from "../config/text/parse-json.ts";
import { LiveOriginError } from "../config/failure.ts";
import { foreignHost, urlOwner } from "../config/momento-host.ts";
import { SANDBOX_FILE, WORK_FOLDER } from "../core/state/work-folder.ts";

const sandboxFile = z.object({
  id: z.string(),
  pid: z.number(),
  endpoints: z.object({
    medialive: z.string(),
    cloudfront: z.string(),
    iam: z.string(),
    sts: z.string(),
    ssm: z.string(),
    /** Those of a sandbox that knows them. */
    scheduler: z.string().optional(),
    pricing: z.string().optional(),
    serviceQuotas: z.string().optional(),
    momentoRest: z.string(),
    momentoGrpc: z.string(),
    momentoAccount: z.string(),
    control: z.string().optional(),
  }),
  /** How fast it goes from state to state, where that was said. */
  latency: z.string().optional(),
  /** The most that its cache holds, MiB, where that was said. */
  memoryMiB: z.number().optional(),
  momentoApiKey: z.string(),
  /** A v2 key of the same account, for revocable keys. */
  momentoAccountKey: z.string().optional(),
  /** What somebody has who is signed in to the console. */
  momentoSessionToken: z.string().optional(),
  defaults: z.unknown(),
  /** Where RTMP pushes arrive. */
  rtmpPort: z.number().optional(),
  /** With `--tls`: how an unmodified client of Momento gets there. */
  tls: z.object({ proxyUrl: z.string(), certificateFile: z.string() }).optional(),
  /** Where and with which key files of this machine get an address that the sandbox plays. */
  files: z.object({ url: z.string(), key: z.string() }).optional(),
});

/** What a running sandbox tells the commands of its folder. */
export type SandboxFile = z.infer<typeof sandboxFile>;

/** What a sandbox suggests where nothing is said, as a Spec file would say it: its region and its test pattern. */
export function suggestedSettings({ defaults }: Pick<SandboxFile, "defaults">): unknown {
  const { region, input } = defaults as { region?: unknown; input?: unknown };
  return { region, channel: { input } };
}

/** Where a folder's sandbox leaves its endpoints. */
function sandboxFilePath(cwd: string): string {
  return join(cwd, WORK_FOLDER, SANDBOX_FILE);
}

/** Writes it (0600): it holds the sandbox's own key. */
export async function writeSandboxFile(cwd: string, file: SandboxFile): Promise<void> {
  await writeDurably(sandboxFilePath(cwd), `${JSON.stringify(file, null, 2)}\n`);
}

/** Removes it, if it is still the one of this sandbox. */
export async function removeSandboxFile(cwd: string, id: string): Promise<void> {
  const text = await readIfThere(sandboxFilePath(cwd)).catch(() => undefined);
  if (text === undefined || !text.includes(JSON.stringify(id))) return;
  await removeDurably(sandboxFilePath(cwd));
}

/**
 * The sandbox that runs in this folder; undefined when there is none or its process is gone.
 * Throws SANDBOX_FILE_DAMAGED when the file is not what a sandbox writes, and MOMENTO_HOST_FOREIGN for an endpoint that is not
 * on this machine, where every sandbox is.
 */
export async function readSandboxFile(
  context: Pick<Context, "cwd" | "isAlive">,
): Promise<SandboxFile | undefined> {
  const path = sandboxFilePath(context.cwd);
  const text = await readIfThere(path);
  if (text === undefined) return undefined;
  const parsed = sandboxFile.safeParse(jsonOrNothing(text));
  if (!parsed.success)
    throw new LiveOriginError({
      code: "SANDBOX_FILE_DAMAGED",
      message: `${path} is not what a sandbox writes.`,
      hint: `Delete it and start the sandbox again: ${ownCommand("sandbox")}.`,
      resource: path,
    });
  if (!context.isAlive(parsed.data.pid)) return undefined;
  for (const [name, value = ""] of Object.entries(parsed.data.endpoints)) {
    // gRPC targets carry no scheme.
    const url = name === "momentoGrpc" ? `http://${value}` : value;
    if (urlOwner(url) !== "here")
      throw foreignHost({ setting: `endpoints.${name}`, from: path, value });
  }
  return parsed.data;
}
