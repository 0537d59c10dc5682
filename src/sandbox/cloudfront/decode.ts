import { constraintText, rangeConstraint } from "../constraint.ts";
import { refusal } from "./refusal.ts";
import type { Members, Shape } from "./shapes/shape.ts";

type Text = Extract<Shape, { kind: "text" }>;
type Integer = Extract<Shape, { kind: "integer" }>;

/** Turns a parsed XML node into the value of `shape`. `at` is the path for messages. Throws the refusals of readXml. */
export function decode(shape: Shape, node: unknown, at: string): unknown {
  switch (shape.kind) {
    case "structure":
      return decodeStructure(shape.members, node, at);
    case "list":
      return decodeList({ element: shape.element, of: shape.of, node, at });
    case "text":
      return decodeText(shape, leaf(node), at);
    case "integer":
      return decodeInteger(shape, leaf(node), at);
    case "decimal":
      return decodeDecimal(leaf(node), at);
    case "boolean":
      return decodeBoolean(leaf(node), at);
    case "blob":
      return Buffer.from(leaf(node), "base64");
    case "time":
      return Date.parse(leaf(node));
  }
}

function decodeStructure(members: Members, node: unknown, at: string): Record<string, unknown> {
  const children: Readonly<Record<string, unknown>> =
    typeof node === "object" && node !== null ? { ...node } : {};
  const value: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(members)) {
    const child = children[name];
    const path = `${at}.${name.charAt(0).toLowerCase()}${name.slice(1)}`;
    if (child !== undefined) value[name] = decode(member.shape, child, path);
    else if (member.presence === "filled") value[name] = member.fill;
    else if (member.presence === "required")
      throw violated(undefined, path, "Member must not be null");
  }
  checkQuantity(members, value, at);
  return value;
}

/** Refuses a Quantity that is not the number of Items; an empty list is answered without Items, as the service does. */
function checkQuantity(members: Members, value: Record<string, unknown>, at: string): void {
  if (members["Quantity"] === undefined || members["Items"] === undefined) return;
  const items = Array.isArray(value["Items"]) ? value["Items"].length : 0;
  if (value["Quantity"] !== items)
    throw refusal(
      "InconsistentQuantities",
      `The value of Quantity and the size of Items don't match at ${at}: ${String(value["Quantity"])} and ${items}.`,
    );
  if (items === 0) delete value["Items"];
}

function decodeList({
  element,
  of,
  node,
  at,
}: {
  readonly element: string;
  readonly of: Shape;
  readonly node: unknown;
  readonly at: string;
}): unknown[] {
  const found: unknown =
    typeof node === "object" && node !== null
      ? (node as Readonly<Record<string, unknown>>)[element]
      : undefined;
  const nodes: readonly unknown[] =
    found === undefined ? [] : Array.isArray(found) ? found : [found];
  return nodes.map((item, index) => decode(of, item, `${at}.${index + 1}.member`));
}

function decodeText(shape: Text, value: string, at: string): string {
  if (shape.oneOf !== undefined && !shape.oneOf.includes(value))
    throw violated(value, at, `Member must satisfy enum value set: [${shape.oneOf.join(", ")}]`);
  if (shape.maxLength !== undefined && value.length > shape.maxLength)
    throw violated(value, at, `Member must have length less than or equal to ${shape.maxLength}`);
  if (shape.minLength !== undefined && value.length < shape.minLength)
    throw violated(
      value,
      at,
      `Member must have length greater than or equal to ${shape.minLength}`,
    );
  if (shape.pattern !== undefined && !shape.pattern.test(value))
    throw violated(
      value,
      at,
      `Member must satisfy regular expression pattern: ${shape.pattern.source}`,
    );
  return value;
}

function decodeInteger(shape: Integer, value: string, at: string): number {
  if (!/^-?\d{1,18}$/.test(value.trim())) throw violated(value, at, "Member must be an integer");
  const number = Number(value);
  const { min = -Infinity, max = Infinity } = shape;
  if (number < min || number > max)
    throw violated(value, at, rangeConstraint(number, { min, max }));
  return number;
}

function decodeDecimal(value: string, at: string): number {
  const number = Number(value);
  if (value.trim() === "" || !Number.isFinite(number))
    throw violated(value, at, "Member must be a number");
  return number;
}

function decodeBoolean(value: string, at: string): boolean {
  const word = value.trim();
  if (word !== "true" && word !== "false") throw violated(value, at, "Member must be a boolean");
  return word === "true";
}

/** Text of an element; pretty-printed structures never come here. */
function leaf(node: unknown): string {
  return typeof node === "string" ? node : "";
}

function violated(value: string | undefined, at: string, constraint: string): Error {
  return refusal("MalformedXML", constraintText(at, value, constraint));
}
