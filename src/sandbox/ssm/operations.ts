import type { AccountRegion } from "../aws-scope.ts";
import { constraintText } from "../constraint.ts";
import { asText, asTexts, type JsonRecord } from "../json.ts";
import { describeParameters } from "./describe-parameters.ts";
import { nameOf, type Parameter } from "./parameter.ts";
import { putParameter } from "./put-parameter.ts";
import { invalid, notFound, refusal } from "./refusals.ts";
import { withTags } from "./rules.ts";
import type { ParameterStore } from "./store.ts";
import { metadataView, parameterView } from "./views.ts";

type SsmContext = {
  readonly store: ParameterStore;
  readonly account: string;
  /** Epoch milliseconds. */
  readonly now: number;
};

type SsmOperation = (context: SsmContext, body: JsonRecord) => JsonRecord;

/** What Parameter Store can do here, by the name after `AmazonSSM.` in X-Amz-Target. */
export const SSM_OPERATIONS: Readonly<Record<string, SsmOperation>> = {
  PutParameter: ({ store, now }, body) => putParameter(store, body, now),
  GetParameter(context, body) {
    const asked = required(body, "Name");
    return {
      Parameter: parameterView(find(context.store, asked), scope(context), decrypted(body)),
    };
  },
  GetParameters(context, body) {
    const asked = asTexts(body["Names"]);
    if (asked.length < 1 || asked.length > 10)
      throw invalid(
        constraintText("names", `[${asked.join(", ")}]`, namesConstraint(asked.length)),
      );
    const names = [...new Set(asked)];
    const found = names.flatMap((name) => lookUp(context.store, name) ?? []);
    return {
      InvalidParameters: names.filter((name) => lookUp(context.store, name) === undefined),
      Parameters: found.map((one) => parameterView(one, scope(context), decrypted(body))),
    };
  },
  DescribeParameters(context, body) {
    const { items, rest } = describeParameters(context.store.all(), body);
    return { ...rest, Parameters: items.map((one) => metadataView(one, scope(context))) };
  },
  DeleteParameter({ store }, body) {
    const asked = required(body, "Name");
    if (!store.remove(nameOf(asked).name)) throw notFound(asked);
    return {};
  },
  DeleteParameters({ store }, body) {
    const names = asTexts(body["Names"]);
    const deleted = names.filter((asked) => store.remove(nameOf(asked).name));
    return {
      DeletedParameters: deleted,
      InvalidParameters: names.filter((asked) => !deleted.includes(asked)),
    };
  },
  AddTagsToResource({ store }, body) {
    const parameter = tagged(store, body);
    store.put({ ...parameter, tags: withTags(parameter.tags, body["Tags"]) });
    return {};
  },
  RemoveTagsFromResource({ store }, body) {
    const parameter = tagged(store, body);
    const gone = new Set(asTexts(body["TagKeys"]));
    store.put({
      ...parameter,
      tags: new Map([...parameter.tags].filter(([key]) => !gone.has(key))),
    });
    return {};
  },
  ListTagsForResource: ({ store }, body) => ({
    TagList: [...tagged(store, body).tags].map(([Key, Value]) => ({ Key, Value })),
  }),
};

function scope({ store, account }: SsmContext): AccountRegion {
  return { region: store.region, account };
}

function decrypted(body: JsonRecord): boolean {
  return body["WithDecryption"] === true;
}

function required(body: JsonRecord, member: string): string {
  const value = asText(body[member]);
  if (value === undefined || value === "")
    throw invalid(constraintText(lowerFirst(member), value, "Member must not be null"));
  return value;
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function namesConstraint(count: number): string {
  return count < 1
    ? "Member must have length greater than or equal to 1"
    : "Member must have length less than or equal to 10";
}

function lookUp(store: ParameterStore, asked: string): Parameter | undefined {
  const { name, version } = nameOf(asked);
  const found = store.get(name);
  return version === undefined || version === found?.version ? found : undefined;
}

function find(store: ParameterStore, asked: string): Parameter {
  const { name, version } = nameOf(asked);
  const found = store.get(name);
  if (found === undefined) throw notFound(asked);
  // Only the newest version is kept: earlier ones are not emulated.
  if (version !== undefined && version !== found.version)
    throw refusal(
      "ParameterVersionNotFound",
      `Systems Manager could not find version ${version} of ${name}.`,
    );
  return found;
}

function tagged(store: ParameterStore, body: JsonRecord): Parameter {
  if (body["ResourceType"] !== "Parameter")
    throw refusal("InvalidResourceType", "The sandbox knows tags of ResourceType Parameter only.");
  const found = store.get(nameOf(required(body, "ResourceId")).name);
  if (found === undefined)
    throw refusal(
      "InvalidResourceId",
      "The resource ID isn't valid. Verify that you entered the correct ID and try again.",
    );
  return found;
}
