import type { HttpOptions, StackLab } from "../probe.ts";

export const ONE = new Uint8Array([49]);
export const KEY = "conformance-probe";

type Asked = HttpOptions & {
  readonly key?: string;
  readonly query?: string;
  /** Undefined: the encoder's; empty: none. */
  readonly credential?: string;
};

/** One request for the probes' item, with the encoder's key. */
export const at = (lab: StackLab, { key = KEY, query = "", credential, headers, ...rest }: Asked) =>
  lab.momento(`/cache/${lab.cache}${key === "" ? "" : `/${key}`}${query}`, {
    ...rest,
    headers: {
      ...(credential === "" ? {} : { authorization: credential ?? lab.encoderKey }),
      ...headers,
    },
  });
/** Its status alone. */
export const status = async (lab: StackLab, asked: Asked): Promise<string> =>
  String((await at(lab, asked)).status);
/** Stores one byte for a minute. */
export const put = (lab: StackLab, asked: Asked = {}): Promise<string> =>
  status(lab, { method: "PUT", query: "?ttl_seconds=60", body: ONE, ...asked });
/** Takes it back. */
export const remove = (lab: StackLab, key = KEY): Promise<string> =>
  status(lab, { method: "DELETE", key });

/** Stores it and takes it back: the status of storing. */
export const putOnce = async (lab: StackLab, asked: Asked = {}): Promise<string> => {
  try {
    return await put(lab, asked);
  } finally {
    await remove(lab);
  }
};

/** Stores a byte, asks, and takes it back. */
export const stored = async (
  lab: StackLab,
  ask: () => Promise<string>,
  body = ONE,
): Promise<string> => {
  await put(lab, { body });
  try {
    return await ask();
  } finally {
    await remove(lab);
  }
};
