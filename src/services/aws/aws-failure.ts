import { ownCommand } from "../../config/text/own-command.ts";
import type { ErrorCode } from "../../config/error-codes.ts";
import { printableLine } from "../../config/text/printable.ts";
import { flagWords, shellText } from "../../config/text/shell-text.ts";
import type { ServiceName } from "../../core/engine/call.ts";
import { LiveOriginError } from "../../config/failure.ts";
import { malformedAnswer } from "./checked-answers.ts";
import {
  awsErrorFacts,
  awsTransient,
  awsUnreachable,
  isQuotaRefusal,
  type AwsErrorFacts,
} from "./aws-error.ts";
import { serviceWords } from "../../config/text/redact.ts";

/** What was asked of AWS when it failed. */
type AwsOperation = {
  readonly service: ServiceName;
  readonly operation: string;
  readonly profile?: string | undefined;
};

type Wording = { readonly code: ErrorCode; readonly message: string; readonly hint: string };

/**
 * Turns an error of the AWS SDK into one for users, by exception name; texts of the service are shown with keys taken
 * out. A LiveOriginError and an abort pass through unchanged. The cause is plain data (name, status, request id),
 * because the SDK's own error may hold the request.
 */
export function awsFailure(error: unknown, asked: AwsOperation): unknown {
  if (error instanceof LiveOriginError) return error;
  const facts = awsErrorFacts(error);
  if (facts.name === "AbortError") return error;
  const { name, code, httpStatus, requestId } = facts;
  return new LiveOriginError({
    ...wording(error, facts, asked),
    cause: { name, code, httpStatus, requestId, message: serviceWords(facts.message) },
  });
}

function wording(error: unknown, facts: AwsErrorFacts, asked: AwsOperation): Wording {
  const call = `${asked.service}:${asked.operation}`;
  const profile = asked.profile === undefined ? [] : flagWords("--profile", asked.profile);
  const login = shellText(["aws", "sso", "login", ...profile], "any");
  switch (facts.name) {
    case "AccessDenied":
    case "AccessDeniedException":
    case "UnauthorizedOperation":
      return denied(facts, call);
    case "ExpiredToken":
    case "ExpiredTokenException":
    case "TokenProviderError":
      return {
        code: "AWS_CREDENTIALS_EXPIRED",
        message: `The AWS session has expired (${call}: ${facts.name}).`,
        hint: `Sign in again with \`${login}\`, then run the same command.`,
      };
    case "CredentialsProviderError":
      return asked.profile !== undefined && endsTheSearch(error)
        ? {
            code: "AWS_SIGN_IN_EXPIRED",
            message: `The AWS sign-in of profile ${printableLine(asked.profile)} has expired or was never made: ${serviceWords(facts.message)}`,
            hint: `Sign in with \`${login}\`, then run the same command again.`,
          }
        : {
            code: "AWS_CREDENTIALS_MISSING",
            message: `No usable AWS credentials were found${asked.profile === undefined ? "" : ` in profile ${printableLine(asked.profile)}`}: ${serviceWords(facts.message)}`,
            hint: `Sign in with \`${login}\`, choose another profile with --profile, or rehearse without an account: add --sandbox.`,
          };
    case "UnrecognizedClientException":
    case "InvalidClientTokenId":
    case "InvalidClientTokenIdException":
    case "SignatureDoesNotMatch":
    case "InvalidSignatureException":
      return {
        code: "AWS_CREDENTIALS_REJECTED",
        message: `AWS does not know these credentials (${call}: ${facts.name}).`,
        hint: "Check the profile with `aws sts get-caller-identity`, or choose another with --profile.",
      };
    case "RequestExpired":
    case "RequestTimeTooSkewed":
    case "RequestInTheFuture":
      return {
        code: "AWS_CLOCK_SKEW",
        message: `AWS refused ${call} because this machine's clock is wrong (${facts.name}).`,
        hint: "Set the clock (for example `sudo timedatectl set-ntp true`), then run the same command.",
      };
    default:
      return other({ error, facts, call, asked });
  }
}

/** The SDK looks no further when a profile names its source (SSO, a login session) and that source has no valid session. */
function endsTheSearch(error: unknown): boolean {
  return error instanceof Error && "tryNextLink" in error && error.tryNextLink === false;
}

/** AWS tells the action only in the text; where it does not, the operation's name is the action's in almost all cases. */
function denied(facts: AwsErrorFacts, call: string): Wording {
  const action = /not authorized to perform: ([a-z0-9-]+:\w+)/i.exec(facts.message)?.[1] ?? call;
  return {
    code: "AWS_ACCESS_DENIED",
    message: `Your AWS identity may not do ${action}.`,
    hint: `Ask for ${action} to be allowed; ${ownCommand("doctor --print-policy")} prints the whole policy that is needed.`,
  };
}

/** MediaLive has no error of its own for a full quota (MediaLive API model); being throttled for a minute may be one. */
function mayBeFull({ httpStatus }: AwsErrorFacts, { operation }: AwsOperation): string {
  return httpStatus === 429 && operation.startsWith("Create")
    ? " If it goes on, a quota of the account may be full: see the Service Quotas console."
    : "";
}

/** What reading an answer throws when it is not what the API promises: JSON or XML that ends in the middle, a page of a proxy. */
const UNREADABLE: ReadonlySet<string> = new Set(["SyntaxError", "TypeError", "RangeError"]);

/** Node refuses to send what cannot be a header or an address, and names it by a code of its own; the value may be a secret. */
function notSent(code: string, call: string): Wording {
  return {
    code: "AWS_REQUEST_IMPOSSIBLE",
    message: `${call} cannot be sent: a credential, the region or an endpoint holds something that cannot be in a request (${code}), most often a newline or a blank at its end.`,
    hint: "Set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN and any AWS_ENDPOINT_URL again without blanks and newlines (or fix the profile), then run the same command.",
  };
}

function other({
  error,
  facts,
  call,
  asked,
}: {
  readonly error: unknown;
  readonly facts: AwsErrorFacts;
  readonly call: string;
  readonly asked: AwsOperation;
}): Wording {
  // A success that fails while it is read is no refusal, whatever the reader calls it.
  const isSuccess = facts.httpStatus !== undefined && facts.httpStatus < 300;
  const mayPass = awsUnreachable(error) || awsTransient(error) !== undefined;
  if (facts.code?.startsWith("ERR_") === true && facts.httpStatus === undefined)
    return notSent(facts.code, call);
  if ((isSuccess && !mayPass) || UNREADABLE.has(facts.name)) {
    const { code, message, hint = "" } = malformedAnswer(call, `it cannot be read (${facts.name})`);
    return { code, message, hint };
  }
  // The SDK throws a bare Error here: the text is all there is.
  if (facts.name === "Error" && facts.message === "Region is missing")
    return {
      code: "AWS_REGION_MISSING",
      message: "No AWS region is set: not by --region, not in the environment, not in the profile.",
      hint: "Add --region, for example `--region us-west-2`.",
    };
  if (isQuotaRefusal(error))
    return {
      code: "AWS_QUOTA",
      message: `A quota of the AWS account is full (${call}: ${facts.name}): ${serviceWords(facts.message)}`,
      hint: `Remove what is no longer needed (${ownCommand("teardown")}), or ask for more in the Service Quotas console.`,
    };
  if (awsUnreachable(error))
    return {
      code: "AWS_UNREACHABLE",
      message: `The endpoint of ${call.split(":")[0] ?? call} cannot be reached (${call}: ${facts.code ?? facts.name}).`,
      hint: "Check the network, the region, and any AWS_ENDPOINT_URL variable; nothing is lost, run the same command again.",
    };
  const reason = awsTransient(error);
  if (reason !== undefined)
    return {
      code: "AWS_UNAVAILABLE",
      message: `${call} kept failing: ${reason}: ${serviceWords(facts.message)}`,
      hint: `Run the same command again in a minute: it goes on where it stopped.${mayBeFull(facts, asked)}`,
    };
  return {
    code: "AWS_REFUSED",
    message: `${call} was refused (${facts.name}): ${serviceWords(facts.message)}`,
    hint: "Look at the request with --dry-run, then run the same command again.",
  };
}
