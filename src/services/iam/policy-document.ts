/** One statement of an IAM policy, as far as we write them. */
export type PolicyStatement = {
  readonly Sid?: string;
  readonly Effect: "Allow";
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: { readonly Service: string };
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

export type PolicyDocument = {
  readonly Version: "2012-10-17";
  readonly Statement: readonly PolicyStatement[];
};

const MEDIALIVE = "medialive.amazonaws.com";
const SCHEDULER = "scheduler.amazonaws.com";

/** Where a schedule's role works. */
type PolicyRegion = { readonly region: string; readonly account: string };

/**
 * Who may assume the role of a schedule: EventBridge Scheduler, for schedules of this account in the default group. The
 * group, never the schedule (EventBridge Scheduler user guide, confused deputy prevention).
 */
export function schedulerTrustPolicy({ region, account }: PolicyRegion): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Principal: { Service: SCHEDULER },
        Condition: {
          StringEquals: {
            "aws:SourceAccount": account,
            "aws:SourceArn": `arn:aws:scheduler:${region}:${account}:schedule-group/default`,
          },
        },
      },
    ],
  };
}

/** What a schedule may do: stop the one channel. */
export function stopChannelPolicy(channelArn: string): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "medialive:StopChannel", Resource: channelArn }],
  };
}

/**
 * Who may assume the role: MediaLive and nobody else. The MediaLive user guide (trusted entity) has sts:AssumeRole alone,
 * AWS's agent toolkit of 2026 says that sts:TagSession must be there too: both.
 */
export function trustPolicy(): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Principal: { Service: MEDIALIVE },
      },
    ],
  };
}

/**
 * What the channel may do with parameter-store: read the one parameter that holds the encoder key. Both actions, because
 * MediaLive does not say which of the two it uses; no KMS, because the account's own key for SSM needs no grant.
 */
export function parameterPolicy(parameterArn: string): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["ssm:GetParameter", "ssm:GetParameters"],
        Resource: parameterArn,
      },
    ],
  };
}

/** A policy as IAM returns it, percent-encoded JSON, or undefined when it is neither. */
export function parsePolicy(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text.startsWith("{") ? text : decodeURIComponent(text));
  } catch {
    return undefined;
  }
}

/** Two policies written by different hands: the order of members, and one item with or without its list, do not count. */
export function samePolicy(one: unknown, other: unknown): boolean {
  return JSON.stringify(canonical(one)) === JSON.stringify(canonical(other));
}

/** True when a role with this trust policy may be assumed by MediaLive. */
export function trustsMediaLive(trust: unknown): boolean {
  return asList(member(trust, "Statement")).some(
    (statement) =>
      member(statement, "Effect") === "Allow" &&
      asList(member(member(statement, "Principal"), "Service")).includes(MEDIALIVE) &&
      asList(member(statement, "Action")).some((action) =>
        ["sts:AssumeRole", "sts:*", "*"].includes(String(action)),
      ),
  );
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 1 ? canonical(value[0]) : value.map(canonical);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(
    entries
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, canonical(inner)]),
  );
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}

function asList(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
