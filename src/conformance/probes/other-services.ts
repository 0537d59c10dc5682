import type { WireAnswer } from "../../services/aws/wire-client.ts";
import type { Lab, Probe, StackLab } from "../probe.ts";
import { statusText } from "../status-text.ts";

const NAME = "live-origin-conformance-probe";

const ssm = (lab: Lab, operation: string, body: unknown): Promise<WireAnswer> =>
  lab.aws({
    service: "ssm",
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AmazonSSM.${operation}`,
    },
    body: JSON.stringify(body),
  });
/** Puts a parameter that is to be refused; if it is taken it is deleted at once. */
const put = async (lab: Lab, members: Readonly<Record<string, unknown>>): Promise<string> => {
  const body = { Name: NAME, Value: "x", Type: "String", ...members };
  const answer = await ssm(lab, "PutParameter", body);
  if (answer.status < 300) await ssm(lab, "DeleteParameter", { Name: body.Name });
  return statusText(answer);
};
const iam = (lab: Lab, query: Readonly<Record<string, string>>): Promise<WireAnswer> =>
  lab.aws({
    service: "iam",
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ Version: "2010-05-08", ...query }).toString(),
  });
const schedule = (lab: Lab, method: string, body?: unknown): Promise<WireAnswer> =>
  lab.aws({
    service: "scheduler",
    method,
    path: `/schedules/${NAME}`,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
/** Makes a schedule that stops a channel which is not on air, and deletes it at once. */
const scheduled = async (lab: StackLab, expression: string): Promise<string> => {
  const answer = await schedule(lab, "POST", {
    ScheduleExpression: expression,
    State: "DISABLED",
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: {
      Arn: "arn:aws:scheduler:::aws-sdk:medialive:stopChannel",
      RoleArn: lab.scheduleRole,
      Input: JSON.stringify({ ChannelId: lab.channelId }),
    },
  });
  if (answer.status < 300) await schedule(lab, "DELETE");
  return statusText(answer);
};

/** Deletes what a run left that was killed in between. */
export async function sweepOthers(lab: Lab): Promise<void> {
  for (const Name of [NAME, `${NAME}-x`, `/${NAME}-x`]) await ssm(lab, "DeleteParameter", { Name });
  await schedule(lab, "DELETE");
  await iam(lab, { Action: "DeleteRole", RoleName: NAME });
}

const INVALID = "400 ValidationException";
const ROWS: readonly Omit<Extract<Probe, { group: "reads" }>, "group">[] = [
  {
    id: "ssm-unknown",
    area: "ssm",
    question: "GetParameter of none",
    answer: "400 ParameterNotFound",
    source: "model",
    ask: async (lab) => statusText(await ssm(lab, "GetParameter", { Name: NAME })),
  },
  {
    id: "ssm-twice",
    area: "ssm",
    question: "how often is a name answered that GetParameters is given twice?",
    answer: "once",
    ask: async (lab) => {
      const { body } = await ssm(lab, "GetParameters", { Names: [NAME, NAME] });
      return body.split(NAME).length === 2 ? "once" : "not once";
    },
  },
  {
    id: "iam-unknown",
    area: "iam",
    question: "GetRole of none",
    answer: "404 NoSuchEntity",
    source: "model",
    ask: async (lab) => statusText(await iam(lab, { Action: "GetRole", RoleName: NAME })),
  },
  {
    id: "sts-identity",
    area: "sts",
    question: "GetCallerIdentity",
    answer: "200",
    source: "reference",
    ask: async (lab) =>
      statusText(
        await lab.aws({
          service: "sts",
          method: "POST",
          headers: { "content-type": "application/x-www-form-urlencoded" },
          body: "Action=GetCallerIdentity&Version=2011-06-15",
        }),
      ),
  },
  {
    id: "scheduler-unknown",
    area: "scheduler",
    question: "GetSchedule of none",
    answer: "404 ResourceNotFoundException",
    source: "model",
    ask: async (lab) => statusText(await schedule(lab, "GET")),
  },
];
const WRITES: readonly Omit<Extract<Probe, { group: "writes" }>, "group">[] = [
  {
    id: "ssm-aws",
    area: "ssm",
    question: "a parameter whose name begins with aws",
    answer: "400 AccessDeniedException",
    source: "reference",
    ask: (lab) => put(lab, { Name: `aws-${NAME}` }),
  },
  {
    id: "ssm-ssm",
    area: "ssm",
    question: "a parameter whose name begins with ssm",
    answer: INVALID,
    source: "reference",
    ask: (lab) => put(lab, { Name: `ssm-${NAME}` }),
  },
  {
    id: "ssm-long",
    area: "ssm",
    question: "a standard value of 4,097 bytes",
    answer: INVALID,
    source: "reference",
    ask: (lab) => put(lab, { Value: "x".repeat(4_097) }),
  },
  {
    id: "ssm-no-type",
    area: "ssm",
    question: "a new parameter without a type",
    answer: INVALID,
    source: "reference",
    ask: (lab) => put(lab, { Type: undefined }),
  },
  {
    id: "ssm-slash",
    area: "ssm",
    question: "is /x the same parameter as x?",
    answer: "400 ParameterAlreadyExists",
    ask: async (lab) => {
      await ssm(lab, "PutParameter", { Name: `${NAME}-x`, Value: "x", Type: "String" });
      try {
        return await put(lab, { Name: `/${NAME}-x` });
      } finally {
        await ssm(lab, "DeleteParameter", { Name: `${NAME}-x` });
      }
    },
  },
  {
    id: "iam-trust",
    area: "iam",
    question: "a trust policy with a Resource",
    answer: "400 MalformedPolicyDocument",
    source: "guide",
    ask: async (lab) => {
      const answer = await iam(lab, {
        Action: "CreateRole",
        RoleName: NAME,
        AssumeRolePolicyDocument:
          '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"medialive.amazonaws.com"},"Action":"sts:AssumeRole","Resource":"*"}]}',
      });
      if (answer.status < 300) await iam(lab, { Action: "DeleteRole", RoleName: NAME });
      return statusText(answer);
    },
  },
  {
    id: "scheduler-target",
    area: "scheduler",
    question: "is medialive:stopChannel a target?",
    answer: "200",
    ask: (lab) =>
      scheduled(lab, `at(${new Date(lab.now() + 30 * 86_400_000).toISOString().slice(0, 19)})`),
  },
  {
    id: "scheduler-past",
    area: "scheduler",
    question: "a one-time schedule in the past",
    answer: INVALID,
    source: "seen",
    ask: (lab) => scheduled(lab, "at(2020-01-01T00:00:00)"),
  },
];

/** Parameter Store, IAM, STS and EventBridge Scheduler. */
export const OTHER_PROBES: readonly Probe[] = [
  ...ROWS.map((row): Probe => ({ ...row, group: "reads" })),
  ...WRITES.map((row): Probe => ({ ...row, group: "writes" })),
];
