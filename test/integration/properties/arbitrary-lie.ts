import fc from "fast-check";
import type { Answer, Lie } from "./lying-proxy.ts";

/** A place in an answer: which of its members (or elements) is meant, counted around. */
type Place = { readonly index: number };

function pathsOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [
    ...(path.length === 0 ? [] : [path]),
    ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key])),
  ];
}

function withMember(body: string, { index }: Place, junk: unknown): string {
  const root: unknown = JSON.parse(body);
  const paths = pathsOf(root);
  const path = paths[index % Math.max(1, paths.length)] ?? [];
  const last = path.at(-1);
  if (last === undefined) return JSON.stringify(junk);
  const parent = path.slice(0, -1).reduce<unknown>((at, key) => Reflect.get(Object(at), key), root);
  if (junk === undefined) Reflect.deleteProperty(Object(parent), last);
  else Reflect.set(Object(parent), last, junk);
  return JSON.stringify(root);
}

const ELEMENT = /<([A-Za-z]+)>([^<]*)<\/\1>/g;

function withElement(body: string, { index }: Place, text: string | undefined): string {
  const count = [...body.matchAll(ELEMENT)].length;
  let at = 0;
  return body.replace(ELEMENT, (whole: string, name: string) => {
    const isMeant = at === index % Math.max(1, count);
    at += 1;
    if (!isMeant) return whole;
    return text === undefined ? "" : `<${name}>${text}</${name}>`;
  });
}

/** A member that is missing, or holds something else; in JSON or in XML. */
function changed({ status, body }: Answer, place: Place, junk: unknown): Answer {
  if (body.trimStart().startsWith("<")) {
    const text = junk === undefined ? undefined : JSON.stringify(junk).replaceAll(/[<>&]/g, "");
    return { status, body: withElement(body, place, text) };
  }
  return { status, body: body === "" ? "" : withMember(body, place, junk) };
}

/** Everything that can be wrong with an answer. */
export const arbitraryLie: fc.Arbitrary<Lie> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(fc.nat(500), fc.option(fc.jsonValue(), { nil: undefined })).map(
      ([index, junk]): Lie =>
        (answer) =>
          changed(answer, { index }, junk),
    ),
  },
  fc.double({ min: 0, max: 1, noNaN: true }).map((part): Lie => ({ status, body }) => ({
    status,
    body: body.slice(0, Math.floor(body.length * part)),
  })),
  fc.string().map((body): Lie => ({ status }) => ({ status, body })),
  fc.json().map((body): Lie => ({ status }) => ({ status, body })),
  fc.constant<Lie>(({ status }) => ({ status, body: "<html><body>proxy login</body></html>" })),
  fc.integer({ min: 200, max: 599 }).map((status): Lie => ({ body }) => ({ status, body })),
  fc
    .tuple(fc.integer({ min: 400, max: 599 }), fc.stringMatching(/^[A-Z][A-Za-z]{3,20}$/))
    .map(([status, name]): Lie => () => ({
      status,
      body: JSON.stringify({ __type: name, message: name }),
    })),
  fc.constant<Lie>(() => "cut"),
);
