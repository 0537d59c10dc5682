import { noContent, plainHeaders, xmlAnswer } from "./answer.ts";
import {
  createFunctionShape,
  functionListShape,
  functionSummaryShape,
  testFunctionShape,
  testResultShape,
  updateFunctionShape,
} from "./shapes/function-shape.ts";
import type { CloudFunction, Functions, Stage, StageContent } from "./functions.ts";
import type { Operation } from "./operation.ts";
import { listMembers, pageOf } from "./page.ts";
import { readXml } from "./read-xml.ts";
import { refusal } from "./refusal.ts";
import { withTags } from "./tags.ts";
import { tryFunction } from "./try-function.ts";
import { parseProblem } from "../edge/function-runtime.ts";
import { checkIfMatch, etagOf } from "./version.ts";

/** Create, describe, get, update, publish, test, delete and list of CloudFront functions. */
export function functionOperations({
  functions,
  arnOf,
  isInUse,
  onPublish,
}: {
  readonly functions: Functions;
  readonly arnOf: (name: string) => string;
  readonly isInUse: (arn: string) => boolean;
  readonly onPublish: () => void;
}): readonly Operation[] {
  const any = () => arnOf("*");
  const named = {
    path: "function/{Name}",
    resource: (param: (name: string) => string) => arnOf(param("Name")),
  };
  const summaryOf = (one: CloudFunction, stage: Stage) => {
    const content = contentOf(one, stage);
    return {
      Name: one.name,
      Status:
        stage === "DEVELOPMENT" ? "UNPUBLISHED" : isInUse(one.arn) ? "DEPLOYED" : "UNASSOCIATED",
      FunctionConfig: content.config,
      FunctionMetadata: {
        FunctionARN: one.arn,
        Stage: stage,
        CreatedTime: one.createdAt,
        LastModifiedTime: content.modifiedAt,
      },
    };
  };
  const show = ({
    status,
    one,
    stage,
    headers,
  }: {
    readonly status: number;
    readonly one: CloudFunction;
    readonly stage: Stage;
    readonly headers: Readonly<Record<string, string>>;
  }) =>
    xmlAnswer({
      status,
      root: "FunctionSummary",
      shape: functionSummaryShape,
      value: summaryOf(one, stage),
      headers,
    });
  return [
    {
      name: "CreateFunction",
      method: "POST",
      path: "function",
      resource: any,
      answer: ({ request }) => {
        const body = readXml(request.body, "CreateFunctionRequest", createFunctionShape);
        const one = functions.create(body.Name, {
          config: body.FunctionConfig,
          code: body.FunctionCode,
          tags: withTags({}, body.Tags),
        });
        return show({
          status: 201,
          one,
          stage: "DEVELOPMENT",
          headers: {
            ETag: etagOf(one.development.versions),
            Location: `https://cloudfront.amazonaws.com/2020-05-31/function/${one.name}`,
          },
        });
      },
    },
    {
      ...named,
      name: "DescribeFunction",
      method: "GET",
      path: "function/{Name}/describe",
      answer: ({ param, request }) => {
        const one = functions.get(param("Name"));
        const stage = readStage(request.query);
        return show({
          status: 200,
          one,
          stage,
          headers: { ETag: etagOf(contentOf(one, stage).versions) },
        });
      },
    },
    {
      ...named,
      name: "GetFunction",
      method: "GET",
      answer: ({ param, request }) => {
        const { code, versions } = contentOf(
          functions.get(param("Name")),
          readStage(request.query),
        );
        const headers = {
          ...plainHeaders(),
          ETag: etagOf(versions),
          "Content-Type": "application/octet-stream",
        };
        return { status: 200, headers, body: code };
      },
    },
    {
      ...named,
      name: "UpdateFunction",
      method: "PUT",
      answer: ({ param, request, ifMatch }) => {
        const one = functions.get(param("Name"));
        const body = readXml(request.body, "UpdateFunctionRequest", updateFunctionShape);
        checkIfMatch(one.development.versions, ifMatch);
        functions.update(one, body.FunctionConfig, body.FunctionCode);
        const etag = etagOf(one.development.versions);
        // The model's header of this one operation is spelled ETtag.
        return show({
          status: 200,
          one,
          stage: "DEVELOPMENT",
          headers: { ETag: etag, ETtag: etag },
        });
      },
    },
    {
      ...named,
      name: "PublishFunction",
      method: "POST",
      path: "function/{Name}/publish",
      answer: ({ param, ifMatch }) => {
        const one = functions.get(param("Name"));
        checkIfMatch(one.development.versions, ifMatch);
        checkParses(one.development.code);
        functions.publish(one);
        onPublish();
        return show({ status: 200, one, stage: "LIVE", headers: {} });
      },
    },
    {
      ...named,
      name: "TestFunction",
      method: "POST",
      path: "function/{Name}/test",
      answer: ({ param, request, ifMatch }) => {
        const one = functions.get(param("Name"));
        const { Stage, EventObject } = readXml(
          request.body,
          "TestFunctionRequest",
          testFunctionShape,
        );
        const content = contentOf(one, Stage);
        checkIfMatch(content.versions, ifMatch);
        const result = tryFunction(content.code.toString("utf8"), EventObject);
        return xmlAnswer({
          status: 200,
          root: "TestResult",
          shape: testResultShape,
          value: {
            FunctionSummary: summaryOf(one, Stage),
            ...result,
          },
        });
      },
    },
    {
      ...named,
      name: "DeleteFunction",
      method: "DELETE",
      answer: ({ param, ifMatch }) => {
        const one = functions.get(param("Name"));
        checkIfMatch(one.development.versions, ifMatch);
        if (isInUse(one.arn))
          throw refusal(
            "FunctionInUse",
            "Cannot delete the function because it's attached to one or more cache behaviors.",
          );
        functions.remove(one);
        return noContent();
      },
    },
    {
      name: "ListFunctions",
      method: "GET",
      path: "function",
      resource: any,
      answer: ({ request }) => {
        const stage = readStage(request.query);
        const found = functions
          .all()
          .filter((one) => stage === "DEVELOPMENT" || one.live !== undefined);
        const page = pageOf(found, ({ name }) => name, request);
        return xmlAnswer({
          status: 200,
          root: "FunctionList",
          shape: functionListShape,
          value: listMembers(page, (one) => summaryOf(one, stage)),
        });
      },
    },
  ];
}

/** Code that does not parse can be saved and tested; publishing refuses it (public reports; the code is inferred). */
function checkParses(code: Buffer): void {
  const problem = parseProblem(code.toString("utf8"));
  if (problem !== undefined)
    throw refusal("InvalidArgument", `The function code is not valid: ${problem}`);
}

function contentOf(one: CloudFunction, stage: Stage): StageContent {
  const content = stage === "LIVE" ? one.live : one.development;
  if (content === undefined)
    throw refusal("NoSuchFunctionExists", `The function has not been published: ${one.name}`);
  return content;
}

function readStage(query: URLSearchParams): Stage {
  const stage = query.get("Stage");
  if (stage === "LIVE") return "LIVE";
  if (stage === null || stage === "DEVELOPMENT") return "DEVELOPMENT";
  throw refusal("InvalidArgument", "The parameter Stage must be DEVELOPMENT or LIVE.");
}
