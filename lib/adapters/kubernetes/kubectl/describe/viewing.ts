import "server-only";
import { ageOf } from "../durations";
import type { Invocation } from "../invocation";
import type { KubeObject } from "../objects";

/** One description under way: what it may ask the cluster, and whether it tells events. */
export type Viewing = {
  readonly call: Invocation;
  readonly showEvents: boolean;
  /** Objects per request of a list; 0 for all at once. */
  readonly chunkSize: number;
};

/** Tab-separated text about one object. */
export type Describer = (object: KubeObject, viewing: Viewing) => Promise<string>;

/** The state in words; how long it has been going already when it is being deleted. */
export function statusLine(object: KubeObject, status: string, { call }: Viewing): string {
  const deletedAt = object.metadata["deletionTimestamp"];
  return typeof deletedAt === "string"
    ? `Status:\tTerminating (lasts ${ageOf(deletedAt, call.now())})\n`
    : `Status:\t${status}\n`;
}
