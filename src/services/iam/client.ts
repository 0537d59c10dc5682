import {
  CreateRoleCommand,
  type CreateRoleRequest,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  type DeleteRolePolicyRequest,
  type DeleteRoleRequest,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  paginateListRoles,
  paginateListRoleTags,
  PutRolePolicyCommand,
  type PutRolePolicyRequest,
  type Role,
  type Tag,
  TagRoleCommand,
  type TagRoleRequest,
  UpdateAssumeRolePolicyCommand,
  type UpdateAssumeRolePolicyRequest,
} from "@aws-sdk/client-iam";
import type { CallOptions, RetryOptions } from "../aws/call-options.ts";
import { awsCall } from "../aws/aws-call.ts";
import { isAwsError } from "../aws/aws-error.ts";
import { awsOptions, type AwsAccess } from "../aws/aws-options.ts";
import { checkAnswers } from "../aws/checked-answers.ts";
import { unlessRefused } from "../aws/unless-refused.ts";
import { parsePolicy } from "./policy-document.ts";

/** Who we are to AWS. */
export type Identity = {
  /** 12 digits. */
  readonly account: string;
  readonly arn: string;
};

/** A role as IAM tells about it, its documents parsed. */
export type FoundRole = {
  readonly name: string;
  readonly arn: string;
  readonly trust: unknown;
  readonly tags: Readonly<Record<string, string>>;
};

/** The calls to IAM that we make. Every failure is a LiveOriginError named `AWS_…`. */
export type IamClient = {
  /** `exists` when there is a role of that name. */
  createRole(request: CreateRoleRequest, callOptions: CallOptions): Promise<FoundRole | "exists">;
  getRole(name: string, callOptions: CallOptions): Promise<FoundRole | undefined>;
  /** The inline policy, parsed. */
  getRolePolicy(name: string, policy: string, callOptions: CallOptions): Promise<unknown>;
  putRolePolicy(request: PutRolePolicyRequest, callOptions: CallOptions): Promise<void>;
  updateTrust(request: UpdateAssumeRolePolicyRequest, callOptions: CallOptions): Promise<void>;
  tagRole(request: TagRoleRequest, callOptions: CallOptions): Promise<void>;
  /** What is not there is gone already. */
  deleteRolePolicy(request: DeleteRolePolicyRequest, callOptions: CallOptions): Promise<void>;
  deleteRole(request: DeleteRoleRequest, callOptions: CallOptions): Promise<void>;
  /** Roles whose name begins so, with their tags: for leftovers whose state is gone. All pages. */
  findRoles(prefix: string, callOptions: CallOptions): Promise<readonly FoundRole[]>;
  close(): void;
};

/** Connects to IAM; nothing is sent before the first call. */
export function connectIam(access: AwsAccess, pace: RetryOptions): IamClient {
  const client = new IAMClient(awsOptions(access));
  checkAnswers(client, "iam");
  const ask = <Answer>(
    operation: string,
    callOptions: CallOptions,
    send: () => Promise<Answer>,
  ): Promise<Answer> =>
    awsCall(pace, callOptions, { service: "iam", operation, profile: access.profile, send });
  const stop = (callOptions: CallOptions): { readonly abortSignal: AbortSignal } => ({
    abortSignal: callOptions.signal,
  });
  return {
    createRole: (request, callOptions) =>
      ask("CreateRole", callOptions, async () => {
        try {
          const { Role: role } = await client.send(
            new CreateRoleCommand(request),
            stop(callOptions),
          );
          return foundRole(role, request.Tags);
        } catch (error) {
          if (isAwsError(error, "EntityAlreadyExistsException", "EntityAlreadyExists"))
            return "exists" as const;
          throw error;
        }
      }),
    getRole: (name, callOptions) =>
      ask("GetRole", callOptions, () =>
        unlessGone(async () => {
          const command = new GetRoleCommand({ RoleName: name });
          const { Role: role } = await client.send(command, stop(callOptions));
          return foundRole(role);
        }),
      ),
    getRolePolicy: (name, policy, callOptions) =>
      ask("GetRolePolicy", callOptions, () =>
        unlessGone(async () => {
          const command = new GetRolePolicyCommand({ RoleName: name, PolicyName: policy });
          const { PolicyDocument } = await client.send(command, stop(callOptions));
          return parsePolicy(PolicyDocument);
        }),
      ),
    putRolePolicy: (request, callOptions) =>
      ask("PutRolePolicy", callOptions, async () => {
        await client.send(new PutRolePolicyCommand(request), stop(callOptions));
      }),
    updateTrust: (request, callOptions) =>
      ask("UpdateAssumeRolePolicy", callOptions, async () => {
        await client.send(new UpdateAssumeRolePolicyCommand(request), stop(callOptions));
      }),
    tagRole: (request, callOptions) =>
      ask("TagRole", callOptions, async () => {
        await client.send(new TagRoleCommand(request), stop(callOptions));
      }),
    deleteRolePolicy: (request, callOptions) =>
      ask("DeleteRolePolicy", callOptions, async () => {
        await unlessGone(() =>
          client.send(new DeleteRolePolicyCommand(request), stop(callOptions)),
        );
      }),
    deleteRole: (request, callOptions) =>
      ask("DeleteRole", callOptions, async () => {
        await unlessGone(() => client.send(new DeleteRoleCommand(request), stop(callOptions)));
      }),
    findRoles: async (prefix, callOptions) => {
      const roles = await ask("ListRoles", callOptions, async () => {
        const found: Role[] = [];
        for await (const page of paginateListRoles({ client }, {}))
          found.push(...(page.Roles ?? []).filter((role) => role.RoleName?.startsWith(prefix)));
        return found;
      });
      return Promise.all(
        roles.map((role) =>
          ask("ListRoleTags", callOptions, async () => {
            const tags: Tag[] = [];
            const request = { RoleName: role.RoleName ?? "" };
            for await (const page of paginateListRoleTags({ client }, request))
              tags.push(...(page.Tags ?? []));
            return foundRole(role, tags);
          }),
        ),
      );
    },
    close: () => client.destroy(),
  };
}

function foundRole(role: Role | undefined, tags: readonly Tag[] = role?.Tags ?? []): FoundRole {
  return {
    name: role?.RoleName ?? "",
    arn: role?.Arn ?? "",
    trust: parsePolicy(role?.AssumeRolePolicyDocument),
    tags: Object.fromEntries(tags.map((tag) => [tag.Key ?? "", tag.Value ?? ""])),
  };
}

function unlessGone<Answer>(work: () => Promise<Answer>): Promise<Answer | undefined> {
  return unlessRefused(work(), "NoSuchEntityException", "NoSuchEntity");
}
