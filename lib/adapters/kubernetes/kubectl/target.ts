import "server-only";
import type { KubeObject } from "./objects";
import type { ResourceType } from "./resources";

/** One object that a command acts on. `object` is null when the command did not ask for it. */
export type Target = {
  readonly type: ResourceType;
  readonly namespace: string | null;
  readonly name: string;
  readonly object: KubeObject | null;
  /** Where the manifest came from, "STDIN" or a path; "" for what was named. */
  readonly source: string;
};
