import "server-only";
import type { NativeCommand, OutputStream } from "@/lib/core/shell/command";
import type { Grant } from "@/lib/core/shell/grant";
import type { RunLimits } from "@/lib/core/shell/limits";

export type SandboxRequest = {
  readonly script: string;
  /** The variables the script starts with: frozen, and all it knows of the world. */
  readonly variables: Readonly<Record<string, string>>;
  readonly commands: readonly NativeCommand[];
  readonly grant: Grant;
  /** Ends the run: what it started elsewhere first, then its process. */
  readonly signal: AbortSignal;
  readonly limits?: Partial<RunLimits>;
  onOutput(piece: { readonly stream: OutputStream; readonly text: string }): void;
};

export type SandboxResult = {
  readonly exitCode: number;
  readonly ended: "exit" | "cancelled" | "deadline" | "memory" | "crashed";
  /** What the script set or changed; empty unless it came to its end. */
  readonly variables: Readonly<Record<string, string>>;
};
