import { parseFaults } from "./fault-list.ts";
import { createGate, type Fault, type FaultGate } from "./faults.ts";
import type { RequestLog } from "./request-log.ts";
import { serve, type Listener } from "./serve.ts";
import {
  Refusal,
  type Route,
  type WireAnswer,
  type WireRequest,
  type WireService,
} from "./wire.ts";
import type { InventoryItem, World } from "./world.ts";

const USAGE = `GET    /inventory   everything that exists in the emulated clouds
GET    /faults      the armed faults, with the uses that are left
PUT    /faults      replaces them: JSON, or one fault a line, for example
                    medialive:CreateChannel refuse 2 TooManyRequestsException
POST   /faults      adds to them
DELETE /faults      removes them all
GET    /log         the last 1000 calls
GET    /pull-ports  the ports of this machine that inputs may be pulled from
POST   /pull-ports  adds one: its number
`;

/** The sandbox's own HTTP interface on loopback: what exists, what goes wrong, what was called. Not gated, not logged. */
export async function serveControl(
  world: World,
  {
    faults,
    log,
    inventory,
    pullPorts,
    port,
  }: {
    readonly faults: FaultGate;
    readonly log: RequestLog;
    readonly inventory: () => readonly InventoryItem[];
    readonly pullPorts: Set<number>;
    readonly port?: number | undefined;
  },
): Promise<Listener> {
  const work: Readonly<Record<string, (request: WireRequest) => WireAnswer>> = {
    "GET /": () => ({ status: 200, headers: { "content-type": "text/plain" }, body: USAGE }),
    "GET /inventory": () => json({ inventory: inventory() }),
    "GET /log": () => json({ lines: log.lines() }),
    "GET /pull-ports": () => json({ ports: [...pullPorts] }),
    "POST /pull-ports": (request) => {
      pullPorts.add(portIn(request));
      return json({ ports: [...pullPorts] });
    },
    "GET /faults": () => json({ faults: faults.faults() }),
    "PUT /faults": (request) => {
      faults.set(read(request));
      return json({ faults: faults.faults() });
    },
    "POST /faults": (request) => {
      faults.add(read(request));
      return json({ faults: faults.faults() });
    },
    "DELETE /faults": () => {
      faults.set([]);
      return json({ faults: [] });
    },
  };
  const service: WireService = {
    name: "control",
    route(request): Route | undefined {
      const operation = `${request.method} ${request.path}`;
      const answer = work[operation];
      return answer === undefined ? undefined : { operation, answer: () => answer(request) };
    },
    refuse: ({ status, message }) => json({ message }, status),
    unknown: () => ({ status: 404, headers: { "content-type": "text/plain" }, body: USAGE }),
  };
  const apart: World = { ...world, gate: createGate({ clock: world.clock }), log: () => undefined };
  return serve(apart, service, { port: port ?? 0 });
}

function read(request: WireRequest): readonly Fault[] {
  try {
    return parseFaults(request.body.toString());
  } catch (error) {
    throw new Refusal({
      name: "BadRequest",
      status: 400,
      message: error instanceof Error ? error.message : String(error),
    });
  }
}

function portIn(request: WireRequest): number {
  const text = request.body.toString().trim();
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new Refusal({
    name: "BadRequest",
    status: 400,
    message: "a port from 1 to 65535 is wanted",
  });
}

function json(value: unknown, status = 200): WireAnswer {
  return {
    status,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(value),
  };
}
