import { z } from "zod";

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
    }
  /** Begin nothing new: what runs has a moment to hand over what it holds. */
  | { readonly kind: "stop" };

/** What the child tells the server. Nothing in it is trusted: a script that broke out may say anything. */
export const fromChildSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready") }),
  z.object({ kind: z.literal("output"), stream: z.enum(["stdout", "stderr"]), text: z.string() }),
  z.object({
    kind: z.literal("call"),
    callId: z.number(),
    name: z.string(),
    argv: z.array(z.string()),
    stdin: z.string(),
    env: z.record(z.string(), z.string()),
    /** Its output is the reader's own: the server hands it on as it comes and gives none back. */
    isLive: z.boolean(),
    /** The next stage takes this many lines: the command ends when they are there. */
    maxLines: z.number().nullable(),
  }),
  z.object({ kind: z.literal("cancel-call"), callId: z.number() }),
  z.object({ kind: z.literal("done"), exitCode: z.number(), variables: z.record(z.string(), z.string()) }),
]);
export type FromChild = z.infer<typeof fromChildSchema>;
