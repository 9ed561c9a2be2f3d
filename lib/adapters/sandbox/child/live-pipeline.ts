import type { ExecResult, ResolvedCommandContext } from "just-bash";
import { callNative, type Send } from "./native-commands";
import { textOf } from "./text-of";

/** Stands between the stages of a pipeline that was made one command. */
const STAGE = "\u0001headroom:|";

type Stage = {
  /** Output for whole lines; the last call has the rest, which may be none. */
  take(lines: string, isLast: boolean): Promise<string>;
  /** It takes no more: what follows before it may end. */
  isFull(): boolean;
  status(): number;
};

type Options = {
  readonly send: Send;
  /** Where the errors of the first stage go. */
  readonly errors: "own" | "merged" | "dropped";
  write(result: ExecResult): void;
};

/**
 * Runs `kubectl logs -f x | grep y | head -5` as one: a native command at the head, and filters that get its lines as
 * they come. When a stage is full, or nobody reads any more, the head is ended.
 */
export async function runLivePipeline(
  words: readonly string[],
  context: ResolvedCommandContext,
  { send, errors, write }: Options,
): Promise<ExecResult> {
  const [head = [], ...filters] = stagesOf(words);
  const stages = filters.map((argv) => stageOf(argv, context, write));
  const ended = new AbortController();
  const timed = timeoutOf(head);
  const timer = timed.ms === null ? undefined : setTimeout(() => ended.abort(), timed.ms);
  const pass = async (text: string, isLast: boolean) => {
    let flowing = text;
    for (const stage of stages) {
      flowing = await stage.take(flowing, isLast);
    }
    write({ stdout: flowing, stderr: "", exitCode: 0 });
    if (stages.some((stage) => stage.isFull())) {
      ended.abort();
    }
  };
  const lines = wholeLines((text) => pass(text, false));
  const [name = "", ...argv] = timed.words;
  const signal = AbortSignal.any([ended.signal, ...(context.signal ? [context.signal] : [])]);
  const result = await callNative(
    { name, argv },
    { ...context, signal },
    { output: "pieces", errors, maxLines: null, send, onPiece: lines.push },
  );
  clearTimeout(timer);
  await pass(await lines.end(), true);
  return { stdout: "", stderr: "", exitCode: statusOf(stages, result.exitCode, context) };
}

/** Hands whole lines on, as many as have come while the last ones were worked on. */
function wholeLines(pass: (text: string) => Promise<void>) {
  const decoder = new TextDecoder();
  let held = "";
  let working = Promise.resolve();
  const work = async () => {
    const end = held.lastIndexOf("\n") + 1;
    const lines = held.slice(0, end);
    held = held.slice(end);
    if (lines !== "") {
      await pass(lines);
    }
  };
  return {
    /** Resolves when these bytes have been worked on. */
    push: (bytes: Uint8Array): Promise<void> => {
      held += decoder.decode(bytes, { stream: true });
      working = working.then(work);
      return working;
    },
    /** The line that has no end. */
    end: async (): Promise<string> => {
      await working;
      return held + decoder.decode();
    },
  };
}

function statusOf(stages: readonly Stage[], head: number, context: ResolvedCommandContext): number {
  const last = stages.at(-1)?.status() ?? head;
  const isPipefail = context.env.get("SHELLOPTS")?.split(":").includes("pipefail") ?? false;
  const failed = [head, ...stages.map((stage) => stage.status())].findLast((status) => status !== 0);
  return isPipefail ? (failed ?? 0) : last;
}

function stagesOf(words: readonly string[]): readonly (readonly string[])[] {
  const stages: string[][] = [[]];
  for (const word of words) {
    if (word === STAGE) {
      stages.push([]);
    } else {
      stages.at(-1)?.push(word);
    }
  }
  return stages;
}

const seconds: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600, d: 86_400 };

/** `timeout 30s kubectl …`: the words that it runs, and how long. */
function timeoutOf(words: readonly string[]): { readonly words: readonly string[]; readonly ms: number | null } {
  const [, count, unit = ""] = words[0] === "timeout" ? (/^([\d.]+)([smhd]?)$/.exec(words[1] ?? "") ?? []) : [];
  return count === undefined
    ? { words, ms: null }
    : { words: words.slice(2), ms: Number(count) * (seconds[unit] ?? 1) * 1000 };
}

function stageOf(argv: readonly string[], context: ResolvedCommandContext, write: Options["write"]): Stage {
  const [name = "cat", ...words] = argv;
  return name === "head" ? headStage(words) : filterStage(name, { words, context, write });
}

function headStage(words: readonly string[]): Stage {
  const [, count = "10"] = /(\d+)$/.exec(words.join(" ")) ?? [];
  let left = Number(count);
  return {
    take: async (lines) => {
      let end = 0;
      while (left > 0 && end < lines.length) {
        const next = lines.indexOf("\n", end);
        end = next === -1 ? lines.length : next + 1;
        left -= 1;
      }
      return lines.slice(0, end);
    },
    isFull: () => left <= 0,
    status: () => 0,
  };
}

type Filter = {
  readonly words: readonly string[];
  readonly context: ResolvedCommandContext;
  readonly write: Options["write"];
};

/** A filter that runs anew for each batch: its lines do not know of each other. */
function filterStage(name: string, { words, context, write }: Filter): Stage {
  let status: number | null = null;
  return {
    take: async (lines) => {
      if (lines === "" && status !== null) {
        return "";
      }
      const options = { cwd: context.cwd, args: [...words], stdin: lines };
      const result = context.exec ? await context.exec(name, options) : { stdout: "", stderr: "", exitCode: 127 };
      write({ stdout: "", stderr: result.stderr, exitCode: 0 });
      status = joinedStatus(name, status, result.exitCode);
      return textOf(result);
    },
    isFull: () => false,
    status: () => status ?? 0,
  };
}

/** grep finds when it finds in any batch; what fails in any batch has failed. */
function joinedStatus(name: string, before: number | null, now: number): number {
  const isFound = name.endsWith("grep") && before !== null && before < 2 && now < 2;
  return isFound ? Math.min(before, now) : Math.max(before ?? 0, now);
}
