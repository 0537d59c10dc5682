// Leaves out of a library compiled by Google's Closure what nothing in it or outside reaches: no bundler can shake its assignments.
import { parseAst } from "vite";

/** Such calls say something of the name that is their first argument, and go with it. */
const ABOUT = /^goog\.(?:inherits|addSingletonGetter|exportProperty)$/;

/**
 * The source without top-level assignments to names below `goog.` that no other statement that stays mentions. A name stays with
 * whatever it is below of or above of; whatever is no plain assignment stays.
 */
export function shakeClosure(source) {
  const statements = parseAst(source).body.map((node) => ({
    node,
    defines: definedBy(node),
    mentions: mentionedBy(node),
  }));
  const live = new Set(
    statements.filter(({ defines }) => defines === undefined || !defines.startsWith("goog.")),
  );
  const pending = [...live];
  const waiting = new Map();
  for (const statement of statements)
    if (!live.has(statement)) {
      const owner = ownerOf(statement.defines);
      waiting.set(owner, [...(waiting.get(owner) ?? []), statement]);
    }
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const name of [
      ...next.mentions,
      ...(next.defines === undefined ? [] : [ownerOf(next.defines)]),
    ])
      for (const reached of upwards(name)) {
        for (const statement of waiting.get(reached) ?? []) {
          live.add(statement);
          pending.push(statement);
        }
        waiting.delete(reached);
      }
  }
  return statements
    .filter((statement) => live.has(statement))
    .map(({ node }) => source.slice(node.start, node.end))
    .join("\n");
}

function definedBy({ type, expression }) {
  if (type !== "ExpressionStatement") return undefined;
  if (expression.type === "AssignmentExpression") return dotted(expression.left);
  if (expression.type === "CallExpression" && ABOUT.test(dotted(expression.callee) ?? ""))
    return dotted(expression.arguments[0]);
  return undefined;
}

/** What is on a prototype belongs to its class. */
const ownerOf = (name) => name.replace(/\.prototype(?:\..*)?$/, "");

function upwards(name) {
  const parts = ownerOf(name).split(".");
  return parts.map((_, end) => parts.slice(0, end + 1).join("."));
}

function mentionedBy(node, names = []) {
  if (Array.isArray(node)) for (const part of node) mentionedBy(part, names);
  else if (node !== null && typeof node === "object") {
    const name = node.type === "MemberExpression" ? dotted(node) : undefined;
    if (name !== undefined) names.push(name);
    for (const part of Object.values(node)) mentionedBy(part, names);
  }
  return names;
}

function dotted(node) {
  if (node?.type === "Identifier") return node.name;
  if (node?.type !== "MemberExpression" || node.computed) return undefined;
  const object = dotted(node.object);
  return object === undefined ? undefined : `${object}.${node.property.name}`;
}
