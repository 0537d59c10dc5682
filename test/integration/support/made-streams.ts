import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const KEY = "000102030405060708090a0b0c0d0e0f";

/** Streams of every form, made by ffmpeg in a folder of their own: `<form>/<file>` → bytes. */
export type MadeStreams = ReadonlyMap<string, Buffer>;

const PICTURE = ["-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=8"];
const SOUND = ["-f", "lavfi", "-i", "sine=440:sample_rate=48000:duration=8"];
const ENCODED =
  "-c:v libx264 -preset superfast -profile:v main -pix_fmt yuv420p -g 50 -keyint_min 50 -sc_threshold 0 -b:v 300k -maxrate 300k -bufsize 300k -c:a aac -b:a 64k".split(
    " ",
  );

const FORMS: Readonly<Record<string, readonly string[]>> = {
  ts: "-f hls -hls_time 2 -hls_list_size 0 -hls_playlist_type vod -master_pl_name master.m3u8 v.m3u8".split(
    " ",
  ),
  fmp4: "-f hls -hls_time 2 -hls_list_size 0 -hls_playlist_type vod -hls_segment_type fmp4 -master_pl_name master.m3u8 v.m3u8".split(
    " ",
  ),
  sound: "-vn -f hls -hls_time 2 -hls_list_size 0 -hls_playlist_type vod v.m3u8".split(" "),
  picture: "-an -f hls -hls_time 2 -hls_list_size 0 -hls_playlist_type vod v.m3u8".split(" "),
  mp3: "-c:a mp3 -f hls -hls_time 2 -hls_list_size 0 -hls_playlist_type vod v.m3u8".split(" "),
  packed: "-vn -f adts v.aac".split(" "),
  aes: "-f hls -hls_time 2 -hls_list_size 0 -hls_key_info_file key.info -master_pl_name master.m3u8 v.m3u8".split(
    " ",
  ),
  ranges:
    "-f hls -hls_time 2 -hls_list_size 0 -hls_playlist_type vod -hls_flags single_file -master_pl_name master.m3u8 v.m3u8".split(
      " ",
    ),
  "fmp4-ranges":
    "-f hls -hls_time 2 -hls_list_size 0 -hls_playlist_type vod -hls_segment_type fmp4 -hls_flags single_file -master_pl_name master.m3u8 v.m3u8".split(
      " ",
    ),
};

/** Whether this machine has ffmpeg. */
export async function hasFfmpeg(): Promise<boolean> {
  try {
    await run("ffmpeg", ["-version"]);
    return true;
  } catch {
    return false;
  }
}

/** Eight seconds of picture and sound in every form, encoded once. */
export async function makeStreams(): Promise<MadeStreams> {
  const folder = await mkdtemp(join(tmpdir(), "live-origin-streams-"));
  try {
    const ffmpeg = (cwd: string, args: readonly string[]) =>
      run("ffmpeg", ["-nostdin", "-v", "error", "-y", ...args], { cwd });
    await ffmpeg(folder, [...PICTURE, ...SOUND, ...ENCODED, "source.mp4"]);
    const source = ["-i", join(folder, "source.mp4"), "-c", "copy"];
    for (const [form, args] of Object.entries(FORMS)) {
      const home = join(folder, form);
      await mkdir(home);
      if (form === "aes") {
        await writeFile(join(home, "k.bin"), Buffer.from(KEY, "hex"));
        await writeFile(join(home, "key.info"), "k.bin\nk.bin\n");
      }
      await ffmpeg(home, [...source, ...args]);
    }
    const groups = join(folder, "groups");
    await mkdir(groups);
    await ffmpeg(groups, [
      ...source.slice(0, 2),
      ..."-map 0:v -map 0:a -c copy -f hls -hls_time 2 -hls_list_size 0 -hls_playlist_type vod -hls_segment_type fmp4 -master_pl_name master.m3u8 -var_stream_map".split(
        " ",
      ),
      "v:0,agroup:snd a:0,agroup:snd,language:en",
      "-hls_fmp4_init_filename",
      "init_%v.mp4",
      "r%v.m3u8",
    ]);
    return await filesOf(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function filesOf(folder: string): Promise<MadeStreams> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile());
  return new Map(
    await Promise.all(
      files.map(async ({ parentPath, name }) => {
        const path = join(parentPath, name);
        return [path.slice(folder.length).replaceAll("\\", "/"), await readFile(path)] as const;
      }),
    ),
  );
}
