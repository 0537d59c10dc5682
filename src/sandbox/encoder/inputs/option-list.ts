/** ffmpeg's options as arguments, in the order written: `{ bf: 0 }` is `-bf 0`. Undefined ones are left out. */
export function optionList(
  options: Readonly<Record<string, string | number | undefined>>,
): string[] {
  return Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [`-${name}`, String(value)],
  );
}
