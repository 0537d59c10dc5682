/**
 * Is a process of this host alive? Signal 0 only asks, on Windows too. EPERM is the answer of one that lives and belongs to
 * somebody else.
 */
export function isProcessAlive(
  pid: number,
  ask: (pid: number, signal: 0) => unknown = (id, signal) => process.kill(id, signal),
): boolean {
  try {
    ask(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
