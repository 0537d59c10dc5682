import type { LiveOriginError } from "../config/failure.ts";
import type { LimitFinding } from "../config/limits/limit-model.ts";
import type { TaggedResource } from "../services/tagged-resources.ts";
import type { Plan } from "./engine/plan.ts";

/** What a person was told of a question they left, and what to type next. */
export type Left = { readonly message: string; readonly hint?: string | undefined };

/** Every consent that the core asks for. How it is worded, and which flag answers it, is the host's business. */
export type Question =
  | { readonly about: "plan"; readonly plan: Plan }
  /** The push address changes, or the channel gets its video from another input. */
  | { readonly about: "replace-input" }
  | { readonly about: "interruption"; readonly plan: Plan }
  /** The settings that a stack was made with are lost; to go on would put the defaults in their place. */
  | { readonly about: "settings-unknown"; readonly failure: LiveOriginError }
  /** A cache that was there before; `otherwise` names the way out. */
  | { readonly about: "adopt-cache"; readonly cache: string; readonly otherwise: string }
  | { readonly about: "key-leak" }
  | { readonly about: "over-limit"; readonly findings: readonly LimitFinding[] }
  /** The channel is already running, and a schedule of another run ends it. */
  | {
      readonly about: "move-end";
      /** Epoch milliseconds; null when that schedule does not say. */
      readonly endsAt: number | null;
      readonly durationMs: number;
    }
  /** No schedule may be made, and the run can stop the channel itself while it lives. */
  | {
      readonly about: "end-from-here";
      readonly durationMs: number;
      readonly why: string;
      readonly left: Left;
    }
  | { readonly about: "rotation" }
  /** `isOptional`: all else can be done without it, so a script that does not say means no. */
  | { readonly about: "stop-for-rotation"; readonly isOptional: boolean }
  | { readonly about: "restart-for-rotation"; readonly left: Left }
  | { readonly about: "teardown"; readonly stackName: string }
  /** A channel that is on air is stopped and deleted. */
  | { readonly about: "end-show"; readonly channelState: string }
  /** The channel of a stack that this folder did not make. */
  | { readonly about: "stop-found"; readonly stackName: string }
  | {
      readonly about: "take-over";
      readonly stackId: string;
      readonly resources: readonly TaggedResource[];
    }
  /** A cache, or a show in it, that nobody can say is this stack's; `why` says it in a sentence. */
  | { readonly about: "cache-in-doubt"; readonly cache: string; readonly why: string };

/** One kind of question. */
export type QuestionAbout<About extends Question["about"]> = Extract<
  Question,
  { readonly about: About }
>;
