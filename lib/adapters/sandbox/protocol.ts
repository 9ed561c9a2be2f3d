import type { OutputStream } from "@/lib/core/shell/command";

/** What the server tells the sandbox child. IPC is the child's only way out. */
export type ToChild =
  | {
      readonly kind: "run";
      readonly script: string;
      readonly variables: Readonly<Record<string, string>>;
      /** Names of the native commands that run in the server. */
      readonly commands: readonly string[];
      readonly limits: { readonly loopIterations: number; readonly commandCount: number; readonly scriptBytes: number };
    }
  | {
      readonly kind: "result";
      readonly callId: number;
      readonly exitCode: number;
      readonly stdout: string;
      readonly stderr: string;
    };

/** What the child tells the server. Nothing in it is trusted: a script may say anything. */
export type FromChild =
  | { readonly kind: "ready" }
  | { readonly kind: "output"; readonly stream: OutputStream; readonly text: string }
  | {
      readonly kind: "call";
      readonly callId: number;
      readonly name: string;
      readonly argv: readonly string[];
      readonly stdin: string;
      readonly env: Readonly<Record<string, string>>;
      /** Its output is the statement's own: the server hands it on as it comes and gives none back. */
      readonly isLive: boolean;
    }
  | { readonly kind: "done"; readonly exitCode: number; readonly variables: Readonly<Record<string, string>> };
