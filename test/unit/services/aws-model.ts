import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Call } from "../../../src/core/engine/call.ts";
import { Secret } from "../../../src/config/secret.ts";

type Traits = Readonly<Record<string, unknown>>;
type Member = { readonly target: string; readonly traits?: Traits };
type Shape = {
  readonly type: string;
  readonly traits?: Traits;
  readonly members?: Readonly<Record<string, Member>>;
  readonly member?: Member;
  readonly key?: Member;
  readonly value?: Member;
  readonly input?: { readonly target: string };
};
type Model = { readonly shapes: Readonly<Record<string, Shape>> };
type Bounds = { readonly min?: number; readonly max?: number };

/** Without the models, these members must at least be there. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  "iam:CreateRole": ["RoleName", "AssumeRolePolicyDocument"],
  "iam:GetRole": ["RoleName"],
  "iam:GetRolePolicy": ["RoleName", "PolicyName"],
  "iam:PutRolePolicy": ["RoleName", "PolicyName", "PolicyDocument"],
  "iam:DeleteRolePolicy": ["RoleName", "PolicyName"],
  "iam:ListRolePolicies": ["RoleName"],
  "iam:UpdateAssumeRolePolicy": ["RoleName", "PolicyDocument"],
  "iam:TagRole": ["RoleName", "Tags"],
  "iam:DeleteRole": ["RoleName"],
  "ssm:PutParameter": ["Name", "Value"],
  "ssm:GetParameter": ["Name"],
  "ssm:DeleteParameter": ["Name"],
  "ssm:ListTagsForResource": ["ResourceType", "ResourceId"],
  "ssm:AddTagsToResource": ["ResourceType", "ResourceId", "Tags"],
  "sts:GetCallerIdentity": [],
  "scheduler:CreateSchedule": ["Name", "ScheduleExpression", "FlexibleTimeWindow", "Target"],
  "scheduler:UpdateSchedule": ["Name", "ScheduleExpression", "FlexibleTimeWindow", "Target"],
  "scheduler:DeleteSchedule": ["Name"],
  "pricing:GetProducts": ["ServiceCode"],
  "medialive:CreateChannel": [],
  "medialive:CreateTags": ["ResourceArn"],
  "medialive:CreateInput": [],
  "medialive:CreateInputSecurityGroup": [],
  "medialive:UpdateChannel": ["ChannelId"],
  "medialive:UpdateInput": ["InputId"],
  "medialive:UpdateInputSecurityGroup": ["InputSecurityGroupId"],
  "medialive:StartChannel": ["ChannelId"],
  "medialive:StopChannel": ["ChannelId"],
  "medialive:DeleteChannel": ["ChannelId"],
  "medialive:DeleteInput": ["InputId"],
  "medialive:DeleteInputSecurityGroup": ["InputSecurityGroupId"],
  "cloudfront:CreateDistributionWithTags": ["DistributionConfigWithTags"],
  "cloudfront:UpdateDistribution": ["DistributionConfig", "Id"],
  "cloudfront:DeleteDistribution": ["Id"],
  "cloudfront:CreateFunction": ["Name", "FunctionConfig", "FunctionCode"],
  "cloudfront:UpdateFunction": ["Name", "IfMatch", "FunctionConfig", "FunctionCode"],
  "cloudfront:PublishFunction": ["Name", "IfMatch"],
  "cloudfront:DeleteFunction": ["Name", "IfMatch"],
  "cloudfront:CreateCachePolicy": ["CachePolicyConfig"],
  "cloudfront:UpdateCachePolicy": ["CachePolicyConfig", "Id"],
  "cloudfront:DeleteCachePolicy": ["Id"],
  "cloudfront:TagResource": ["Resource", "Tags"],
  "cloudfront:CreateInvalidation": ["DistributionId", "InvalidationBatch"],
};

/** Where AWS's Smithy models lie, one `SERVICE.json` each; without it only required top-level members are checked. */
const FOLDER = process.env["AWS_MODELS"];
const loaded = new Map<string, Model | undefined>();

/** Says which checks `modelProblems` can make on this machine; tests annotate themselves with it. */
export function modelsInUse(): string {
  return FOLDER !== undefined && existsSync(join(FOLDER, "iam.json"))
    ? "checked against the AWS models"
    : "AWS_MODELS names no folder of the AWS models: only the required top-level members are checked";
}

/**
 * Lists where a request breaks its service's Smithy model: unknown operation or member, required, enum, range, length,
 * pattern (of the whole string), type, one member of a union; recursively. `AWS_MODELS` names the folder of the models.
 */
export function modelProblems(call: Call): readonly string[] {
  const place = `${call.service}:${call.operation}`;
  const model = modelOf(call.service);
  if (model === undefined) return builtInProblems(place, call.input);
  const found = Object.entries(model.shapes).find(
    ([id, shape]) => shape.type === "operation" && id.endsWith(`#${call.operation}`),
  );
  if (found === undefined) return [`${place}: no such operation`];
  const target = found[1].input?.target ?? "smithy.api#Unit";
  return [...walk(model, { target }, call.input, place)];
}

function builtInProblems(place: string, input: unknown): readonly string[] {
  const required = REQUIRED[place];
  if (required === undefined) return [`${place}: not an operation that live-origin makes`];
  const given = isRecord(input) ? input : {};
  return required
    .filter((name) => given[name] === undefined)
    .map((name) => `${place}.${name}: required`);
}

function modelOf(service: string): Model | undefined {
  if (FOLDER === undefined) return undefined;
  if (!loaded.has(service)) {
    const file = join(FOLDER, `${service}.json`);
    const read = (): Model => JSON.parse(readFileSync(file, "utf8")) as Model;
    loaded.set(service, existsSync(file) ? read() : undefined);
  }
  return loaded.get(service);
}

function* walk(model: Model, member: Member, given: unknown, path: string): Generator<string> {
  const value =
    given instanceof Secret ? (given.isKnown ? given.reveal() : given.toString()) : given;
  const shape = model.shapes[member.target] ?? primitive(member.target);
  const traits = { ...shape.traits, ...member.traits };
  switch (shape.type) {
    case "structure":
    case "union":
      return yield* walkStructure(model, shape, value, path);
    case "list":
      if (!Array.isArray(value)) return yield `${path}: a list is wanted`;
      yield* bounds(traits, "smithy.api#length", value.length, `${path} (items)`);
      for (const [index, item] of value.entries())
        yield* walk(model, shape.member ?? member, item, `${path}[${index}]`);
      return;
    case "map":
      if (!isRecord(value)) return yield `${path}: a map is wanted`;
      for (const [key, item] of Object.entries(value)) {
        yield* walk(model, shape.key ?? member, key, `${path} (key ${key})`);
        yield* walk(model, shape.value ?? member, item, `${path}.${key}`);
      }
      return;
    case "string":
      return yield* walkString(traits, value, path);
    case "enum": {
      const allowed = Object.values(shape.members ?? {}).map(
        (each) => each.traits?.["smithy.api#enumValue"],
      );
      if (!allowed.includes(value)) yield `${path}: ${String(value)} is not one of the enum`;
      return;
    }
    case "integer":
    case "long":
    case "float":
    case "double":
      if (typeof value !== "number" || !Number.isFinite(value))
        return yield `${path}: a number is wanted`;
      if ((shape.type === "integer" || shape.type === "long") && !Number.isInteger(value))
        yield `${path}: a whole number is wanted`;
      return yield* bounds(traits, "smithy.api#range", value, path);
    case "boolean":
      if (typeof value !== "boolean") yield `${path}: a boolean is wanted`;
      return;
    case "blob":
      if (!(value instanceof Uint8Array)) return yield `${path}: bytes are wanted`;
      return yield* bounds(traits, "smithy.api#length", value.byteLength, `${path} (bytes)`);
    case "timestamp":
      if (!(value instanceof Date)) yield `${path}: a Date is wanted`;
      return;
    default:
      yield `${path}: the model's type ${shape.type} is not known here`;
  }
}

function* walkStructure(
  model: Model,
  shape: Shape,
  value: unknown,
  path: string,
): Generator<string> {
  if (!isRecord(value)) return yield `${path}: a structure is wanted`;
  const members = shape.members ?? {};
  const given = Object.entries(value).filter(([, item]) => item !== undefined);
  if (shape.type === "union" && given.length !== 1) yield `${path}: exactly one member is wanted`;
  for (const [name, member] of Object.entries(members))
    if (member.traits?.["smithy.api#required"] !== undefined && value[name] === undefined)
      yield `${path}.${name}: required`;
  for (const [name, item] of given) {
    const member = members[name];
    if (member === undefined) yield `${path}.${name}: no such member`;
    else yield* walk(model, member, item, `${path}.${name}`);
  }
}

function* walkString(traits: Traits, value: unknown, path: string): Generator<string> {
  if (typeof value !== "string") return yield `${path}: a string is wanted`;
  yield* bounds(traits, "smithy.api#length", Array.from(value).length, `${path} (characters)`);
  const pattern = traits["smithy.api#pattern"];
  if (typeof pattern === "string" && !whole(pattern).test(value))
    yield `${path}: does not match ${pattern}`;
  const old = traits["smithy.api#enum"];
  if (Array.isArray(old) && !old.some((each) => isRecord(each) && each["value"] === value))
    yield `${path}: ${value} is not one of the enum`;
}

/** Property names such as `\p{L}` need the u flag, under which a few old escapes are errors. */
function whole(pattern: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`, "u");
  } catch {
    return new RegExp(`^(?:${pattern})$`);
  }
}

function* bounds(traits: Traits, trait: string, size: number, path: string): Generator<string> {
  const limits = traits[trait] as Bounds | undefined;
  if (limits?.min !== undefined && size < limits.min) yield `${path}: ${size} < ${limits.min}`;
  if (limits?.max !== undefined && size > limits.max) yield `${path}: ${size} > ${limits.max}`;
}

function primitive(target: string): Shape {
  const name = target.replace("smithy.api#", "").replace("Primitive", "").toLowerCase();
  return name === "unit" ? { type: "structure" } : { type: name };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Uint8Array)
  );
}
