/** A push input's port is taken by another process. `name` is what callers compare. */
class PortInUse extends Error {
  override readonly name = "PortInUse";
  readonly code = "EADDRINUSE";
  readonly port: number;
  readonly protocol: "tcp" | "udp";
  constructor(protocol: "tcp" | "udp", port: number, purpose: string) {
    super(
      `${purpose} needs ${protocol} port ${port} on 127.0.0.1, and another program is using it: close that program, or give the sandbox another port`,
    );
    this.port = port;
    this.protocol = protocol;
  }
}

/** The error of a failed listen, in our words when the port is taken. */
export function listenError({
  error,
  protocol,
  port,
  purpose,
}: {
  readonly error: NodeJS.ErrnoException;
  readonly protocol: "tcp" | "udp";
  readonly port: number;
  readonly purpose: string;
}): Error {
  const taken = error.code === "EADDRINUSE" || error.code === "EACCES";
  return taken ? new PortInUse(protocol, port, purpose) : error;
}
