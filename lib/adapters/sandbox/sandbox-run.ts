import "server-only";
import type { NativeCommand, OutputStream } from "@/lib/core/shell/command";
import type { Grant } from "@/lib/core/shell/grant";
import type { RunLimits } from "@/lib/core/shell/limits";

/** A file that is there when the script starts, under its absolute path. */
export type GivenFile = { readonly path: string; readonly changedAt: Date; read(): Promise<Uint8Array> };

/** A file that a script made or changed. Its name is the script's word for it: not to be trusted. */
export type LeftFile = {
  readonly path: string;
  /** Bytes, as the child says. */
  readonly size: number;
  /** Throws AppError when it is larger than `fileBytes`, or gone. */
  read(): Promise<Uint8Array>;
};

export type SandboxRequest = {
  readonly script: string;
  /** The variables the script starts with: frozen, and all it knows of the world. */
  readonly variables: Readonly<Record<string, string>>;
  readonly commands: readonly NativeCommand[];
  readonly grant: Grant;
  /** Ends the run: what it started elsewhere first, then its process. */
  readonly signal: AbortSignal;
  readonly limits?: Partial<RunLimits>;
  readonly files?: readonly GivenFile[];
  /** Called for each file that a script which came to its end has left, one after the other. */
  keepFile?(file: LeftFile): Promise<void>;
  onOutput(piece: { readonly stream: OutputStream; readonly text: string }): void;
};

export type SandboxResult = {
  readonly exitCode: number;
  readonly ended: "exit" | "cancelled" | "deadline" | "memory" | "crashed";
  /** What the script set or changed; empty unless it came to its end. */
  readonly variables: Readonly<Record<string, string>>;
};

/** The result of a script that did not come to its end. */
export function endedBy(ended: SandboxResult["ended"], exitCode: number): SandboxResult {
  return { ended, exitCode, variables: {} };
}
