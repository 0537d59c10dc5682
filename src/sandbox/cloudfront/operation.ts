import type { Route, WireAnswer, WireRequest } from "../wire.ts";

/** A call of one operation: what the address and the headers say, and the request itself. */
type OperationCall = {
  readonly param: (name: string) => string;
  readonly request: WireRequest;
  readonly ifMatch: string | undefined;
};

/** One operation of the CloudFront API. */
export type Operation = {
  readonly name: string;
  readonly method: string;
  /** URI template below `/2020-05-31/`, with `{Name}` for labels. */
  readonly path: string;
  /** A query parameter that must be there: `WithTags`, or `Operation=Tag`. */
  readonly query?: string;
  /** IAM actions besides the operation's own. */
  readonly alsoNeeds?: readonly string[];
  /** The ARN of the resource that the address names. */
  readonly resource?: (param: (name: string) => string, request: WireRequest) => string;
  readonly answer: (call: OperationCall) => WireAnswer | Promise<WireAnswer>;
};

type Compiled = { readonly operation: Operation; readonly pattern: RegExp };

/** Makes the function that finds the operation of a request. */
export function createRouter(
  operations: readonly Operation[],
): (request: WireRequest) => Route | undefined {
  const compiled: readonly Compiled[] = operations
    .map((operation) => ({ operation, pattern: pattern(operation.path) }))
    .toSorted(
      (a, b) => Number(b.operation.query !== undefined) - Number(a.operation.query !== undefined),
    );
  return (request) => {
    for (const { operation, pattern: address } of compiled) {
      if (operation.method !== request.method || !queryFits(operation, request)) continue;
      const found = address.exec(request.path);
      if (found !== null) return route(operation, found.groups ?? {}, request);
    }
    return undefined;
  };
}

function route(
  operation: Operation,
  labels: Readonly<Record<string, string>>,
  request: WireRequest,
): Route {
  const param = (name: string): string => decodeLabel(labels[name] ?? "");
  const ifMatch = request.headers["if-match"];
  return {
    operation: operation.name,
    resource: operation.resource?.(param, request),
    actions: [
      `cloudfront:${operation.name.replace(/WithTags$/, "")}`,
      ...(operation.alsoNeeds ?? []),
    ],
    answer: () => operation.answer({ param, request, ifMatch }),
  };
}

function pattern(path: string): RegExp {
  return new RegExp(`^/2020-05-31/${path.replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)")}/?$`);
}

function queryFits(operation: Operation, request: WireRequest): boolean {
  if (operation.query === undefined) return true;
  const [name, value] = operation.query.split("=");
  const given = request.query.get(name ?? "");
  return value === undefined ? given !== null : given === value;
}

function decodeLabel(label: string): string {
  try {
    return decodeURIComponent(label);
  } catch {
    return label;
  }
}
