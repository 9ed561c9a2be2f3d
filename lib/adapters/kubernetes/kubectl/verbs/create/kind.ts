import "server-only";
import type { Flags, FlagTable } from "../../flags";
import type { Invocation } from "../../invocation";

/** What a short form makes: an object without its name and namespace, and the flags that it reads. */
export type CreateKind = {
  /** As kubectl calls it in its hints: "configmap". */
  readonly name: string;
  readonly flags: FlagTable;
  readonly required?: readonly string[];
  /** What stands before the server's refusal. */
  readonly saysFailed?: string;
  readonly isClusterWide?: boolean;
  /** Whether further words are a program to run. */
  readonly takesCommand?: boolean;
  make(flags: Flags, name: string, call: Invocation): Promise<Made> | Made;
};
export type Made = { readonly apiVersion: string; readonly kind: string } & Readonly<Record<string, unknown>>;
