import { serve } from "../serve.ts";
import type { Emulator, World } from "../world.ts";
import { createAccount } from "./account.ts";
import { createAccountApi } from "./account-api.ts";
import { createAuthServices } from "./auth-service.ts";
import { createControlPlane } from "./control-plane.ts";
import { createDataPlane } from "./data-plane.ts";
import { serveGrpc } from "./grpc.ts";
import { RANDOM } from "../identifiers.ts";
import { createKeyIssuer, type Scope } from "./keys.ts";
import { type AccountLimits, PROVISIONED } from "./limits.ts";
import { createRest } from "./rest.ts";
import { createScsServices } from "./scs-service.ts";
import { createStore } from "./store.ts";
import { wrapV1 } from "./token.ts";

/** The cell that the keys name: shaped like Momento's own (Momento docs, regions), reachable only through the `--tls` proxy. */
export const CELL = "cell-sandbox-us-west-2-1.prod.a.momentohq.com";

const SWEEP_MS = 1_000;

export type Momento = Emulator & {
  /** `http://127.0.0.1:PORT` of the HTTP data API. */
  readonly restUrl: string;
  /** `127.0.0.1:PORT` of control, auth, token and data plane. */
  readonly grpcTarget: string;
  /** `http://127.0.0.1:PORT` of the account API. */
  readonly accountUrl: string;
  /** A super-user key in the v1 form, without expiry. */
  readonly superUserKey: string;
  /** Without the wrapper: the SDK takes it with endpoints of its own only. */
  readonly sessionToken: string;
  /** A v2 key of the role Owner, without expiry. */
  readonly ownerKey: string;
  /** A key of any scope in the v1 form, as the console would make it; seconds, or without expiry. */
  issueKey(scope: Scope, validForSeconds?: number): string;
  /** Bytes of all items held. */
  bytes(): number;
};

/** Starts Momento's services on loopback. Rejects when a fixed port is in use. */
export async function startMomento(
  world: World,
  {
    limits = PROVISIONED,
    restPort,
    grpcPort,
    accountPort,
  }: {
    readonly limits?: AccountLimits | undefined;
    readonly restPort?: number | undefined;
    readonly grpcPort?: number | undefined;
    readonly accountPort?: number | undefined;
  } = {},
): Promise<Momento> {
  const { clock } = world;
  const { ids = RANDOM } = world;
  const account = createAccount(clock, ids);
  const keys = createKeyIssuer({
    ids,
    clock,
    grantOfV2: (keyId) => account.grantOf(keyId),
  });
  const store = createStore(clock);
  const data = createDataPlane(store, limits, clock);
  const issueKey = (scope: Scope, validForSeconds?: number): string =>
    wrapV1(CELL, keys.issue(scope, validForSeconds).innerKey);

  const open: { close(): Promise<void> }[] = [];
  const close = async (): Promise<void> => {
    clearInterval(sweeper);
    await Promise.all(open.map((one) => one.close()));
  };
  // A timer of the machine, not of the injected clock: that clock may jump, and then only the next look matters.
  const sweeper = setInterval(() => store.sweep(), SWEEP_MS);
  sweeper.unref();
  try {
    const rest = await serve(world, createRest(keys, data), { port: restPort ?? 0 });
    open.push(rest);
    const api = await serve(world, createAccountApi(account, keys), { port: accountPort ?? 0 });
    open.push(api);
    const services = [
      createControlPlane({ keys, store, limits, clock }),
      ...createAuthServices(keys, CELL),
      ...createScsServices(keys, data),
    ];
    const grpc = await serveGrpc(world, services, grpcPort);
    open.push(grpc);
    return {
      restUrl: rest.url,
      accountUrl: api.url,
      grpcTarget: `127.0.0.1:${grpc.port}`,
      superUserKey: issueKey({ kind: "super-user" }),
      sessionToken: keys.issue({ kind: "session" }, undefined).innerKey,
      ownerKey: keys.issueV2(account.owner.key_id, undefined),
      issueKey,
      bytes: () => store.bytes(),
      inventory: () => [
        ...store.names().map((name) => ({
          service: "momento",
          kind: "cache",
          id: name,
          name,
          bytes: store.bytes(name),
        })),
        ...account
          .roles()
          .filter((role) => role.role_type === "custom")
          .map((role) => ({
            service: "momento",
            kind: "role",
            id: role.role_id,
            name: role.role_name,
          })),
        ...account
          .keys()
          .filter(({ key_id }) => key_id !== account.owner.key_id)
          .map((key) => ({
            service: "momento",
            kind: "api-key",
            id: key.key_id,
            name: key.description,
          })),
      ],
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
