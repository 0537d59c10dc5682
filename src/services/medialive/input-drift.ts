import type { Input } from "@aws-sdk/client-medialive";
import { differences } from "../../core/engine/difference.ts";
import type { Difference, PlanContext } from "../../core/engine/resource.ts";
import { buildCreateInput, ownInput } from "./input-request.ts";

/**
 * What differs between the input that is wanted and the one that is there. MediaLive describes an input in other words
 * than it is made with, so the description is put into the request's words first. Only another type needs another input.
 */
export function inputDifferences(context: PlanContext, found: Input): readonly Difference[] {
  const input = ownInput(context);
  if (input === undefined) return [];
  const { RequestId: _token, ...wanted } = buildCreateInput(context, input, "");
  return differences(withStreamId(wanted), asRequested(found), { replaces: ["Type"] });
}

function asRequested(found: Input): object {
  return withStreamId({
    Name: found.Name,
    Type: found.Type,
    Tags: found.Tags,
    InputSecurityGroups: found.SecurityGroups,
    Destinations: found.Destinations?.map(({ Url }) => ({ StreamName: streamName(Url) })),
    Sources: found.Sources,
    SrtSettings: found.SrtSettings,
  });
}

/** `rtmp://203.0.113.9:1935/live/stream` was asked for as `live/stream`. */
function streamName(url: string | undefined): string | undefined {
  return url === undefined || !URL.canParse(url) ? undefined : new URL(url).pathname.slice(1);
}

/** A stream id that is no longer wanted is a difference, although the request just leaves it out. */
function withStreamId<
  Request extends {
    readonly SrtSettings?:
      | {
          readonly SrtCallerSources?:
            | readonly { readonly StreamId?: string | undefined }[]
            | undefined;
        }
      | undefined;
  },
>(request: Request): object {
  const sources = request.SrtSettings?.SrtCallerSources;
  if (sources === undefined) return request;
  return {
    ...request,
    SrtSettings: {
      SrtCallerSources: sources.map((source) => ({ ...source, StreamId: source.StreamId ?? "" })),
    },
  };
}
