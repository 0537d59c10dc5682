/** A line of ffmpeg or ffprobe without what only this run of it knows: places in its memory, and the pipe that it reads. */
export function toolWords(line: string): string {
  return line
    .replaceAll(/\[(?:\S+ @ 0x[\da-f]+|warning|error|fatal)\] /g, "")
    .replaceAll("pipe:0: ", "")
    .replaceAll("pipe:0", "the segment");
}
