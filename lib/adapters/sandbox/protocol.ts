import { z } from "zod";
import type { RunLimits } from "@/lib/core/shell/limits";
import { FILE_PIECE_BYTES } from "./child/file-pieces";

/** A piece of a file of the script, wanted or given. `path` is named from the folder `from`. */
export type FileRequest = {
  readonly kind: "file";
  readonly requestId: number;
  readonly from: string;
  readonly path: string;
  readonly act:
    | { readonly kind: "read"; readonly offset: number }
    /** The pieces of one file share its `transferId`; the file is there when the last has come. */
    | { readonly kind: "write"; readonly transferId: number; readonly bytes: Uint8Array; readonly isLast: boolean };
};

/** What the server tells the sandbox child. IPC is the child's only way out. */
export type ToChild =
  | {
      readonly kind: "run";
      readonly script: string;
      readonly variables: Readonly<Record<string, string>>;
      /** Names of the native commands that run in the server. */
      readonly commands: readonly string[];
      /** Files that are there from the start; each is fetched when the script first looks at it. */
      readonly files: readonly { readonly path: string; readonly changedAtMs: number }[];
      readonly limits: Pick<RunLimits, "loopIterations" | "commandCount" | "scriptBytes" | "fileSystemBytes">;
    }
  | {
      readonly kind: "result";
      readonly callId: number;
      readonly exitCode: number;
      /** Bytes as they came: the next stage of a pipe, or a file, gets each of them. */
      readonly stdout: Uint8Array;
      readonly stderr: string;
    }
  | { readonly kind: "piece"; readonly callId: number; readonly bytes: Uint8Array }
  | FileRequest
  | {
      readonly kind: "file-piece";
      readonly requestId: number;
      readonly bytes: Uint8Array;
      readonly isLast: boolean;
      readonly problem: string | null;
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
    /** The script's directory. */
    cwd: z.string(),
    /**
     * `live`: its output is the reader's own, the server hands it on as it comes and gives none back. `pieces`: it goes
     * to filters as it comes. `kept`: it is the answer.
     */
    output: z.enum(["live", "pieces", "kept"]),
    /** Of `pieces`: where its errors go. */
    errors: z.enum(["own", "merged", "dropped"]),
    /** The next stage takes this many lines: the command ends when they are there. */
    maxLines: z.number().nullable(),
  }),
  z.object({ kind: z.literal("cancel-call"), callId: z.number() }),
  /** So many bytes of `pieces` have been worked on. */
  z.object({ kind: z.literal("taken"), callId: z.number(), bytes: z.number().nonnegative() }),
  z.object({
    kind: z.literal("file-answer"),
    requestId: z.number(),
    bytes: z.instanceof(Uint8Array).refine((bytes) => bytes.byteLength <= FILE_PIECE_BYTES),
    /** Of the whole file; null when there is none. */
    size: z.number().nullable(),
    problem: z.string().max(300).nullable(),
  }),
  z.object({ kind: z.literal("open-file"), requestId: z.number(), path: z.string(), offset: z.number() }),
  z.object({
    kind: z.literal("done"),
    exitCode: z.number(),
    variables: z.record(z.string(), z.string()),
    /** What the script made or changed in its file system. */
    files: z.array(z.object({ path: z.string(), size: z.number().int().nonnegative() })).max(1000),
  }),
]);
export type FromChild = z.infer<typeof fromChildSchema>;
