/** What a plan does about one resource. */
export type Action = "create" | "update" | "replace" | "adopt" | "keep" | "delete";
