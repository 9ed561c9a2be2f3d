import "server-only";
import { AppError } from "@/lib/core/kernel/app-error";
import type { CommandIo, NativeCommand } from "@/lib/core/shell/command";
import type { ClusterConnection } from "../connection";
import { CommandFailure } from "./failure";
import { createInvocation, type Invocation } from "./invocation";
import { annotate } from "./verbs/annotate";
import { apply } from "./verbs/apply";
import { byHand } from "./verbs/by-hand";
import { cordon, uncordon } from "./verbs/cordon";
import { cp } from "./verbs/cp";
import { create } from "./verbs/create";
import { deleteObjects } from "./verbs/delete";
import { describe } from "./verbs/describe";
import { drain } from "./verbs/drain";
import { exec } from "./verbs/exec";
import { get } from "./verbs/get";
import { label } from "./verbs/label";
import { logs } from "./verbs/logs";
import { patch } from "./verbs/patch";
import { rollout } from "./verbs/rollout";
import { scale } from "./verbs/scale";
import { set } from "./verbs/set";
import { taint } from "./verbs/taint";
import { top } from "./verbs/top";
import { wait } from "./verbs/wait";

export type KubectlOptions = {
  /** Gives the cluster of a context, or the one of the run when none is named. */
  connect(context: string | undefined): ClusterConnection;
  /** The incident's namespace, for commands without `-n`; the context's own when undefined. */
  readonly namespace: string | undefined;
  now(): Date;
};

type Verb = (argv: readonly string[], call: Invocation) => Promise<number>;

const verbs: ReadonlyMap<string, Verb> = new Map(
  Object.entries({
    annotate,
    apply,
    attach: byHand("attach"),
    cordon,
    cp,
    create,
    debug: byHand("debug"),
    delete: deleteObjects,
    describe,
    drain,
    edit: byHand("edit"),
    exec,
    get,
    label,
    logs,
    patch,
    proxy: byHand("proxy"),
    rollout,
    scale,
    set,
    taint,
    top,
    uncordon,
    wait,
  }),
);

/**
 * kubectl for the verbs that runbooks use: the same output and exit codes as the real one for the same API state. What
 * it does not know is an error that says so, never a guess; what the grant does not cover ends with 126.
 */
export function kubectlCommand(options: KubectlOptions): NativeCommand {
  return {
    name: "kubectl",
    run: async (argv, io) => {
      try {
        return await dispatch(argv, io, options);
      } catch (error) {
        return failed(error, io);
      }
    },
  };
}

async function dispatch(argv: readonly string[], io: CommandIo, options: KubectlOptions): Promise<number> {
  const { words, namespace, context } = globalFlags(argv);
  const [name = "", ...rest] = words;
  const verb = verbs.get(name);
  if (!verb) {
    throw new CommandFailure(
      name === ""
        ? `error: say what to do: ${[...verbs.keys()].join(", ")}`
        : `error: kubectl ${name} is not one of the commands that run from here (${[...verbs.keys()].join(", ")}): copy it and run it by hand`,
    );
  }
  const connection = options.connect(context);
  const place = namespace ?? options.namespace ?? connection.defaultNamespace;
  return verb(
    rest,
    createInvocation({
      connection,
      namespace: place,
      isNamespaceGiven: namespace !== undefined,
      io,
      now: options.now,
    }),
  );
}

/** `-n` and `--context` may stand before or after the verb, but not behind `--`. */
function globalFlags(argv: readonly string[]): { words: readonly string[]; namespace?: string; context?: string } {
  const split = argv.indexOf("--");
  const local = split === -1 ? [...argv] : argv.slice(0, split);
  const words: string[] = [];
  const found: { namespace?: string; context?: string } = {};
  while (local.length > 0) {
    const word = local.shift() ?? "";
    const flag = globalFlag(word);
    if (flag) {
      found[flag.name] = flag.value ?? local.shift() ?? missing(flag.said);
    } else {
      words.push(word);
    }
  }
  return { words: split === -1 ? words : [...words, ...argv.slice(split)], ...found };
}

function globalFlag(word: string): { name: "namespace" | "context"; value: string | undefined; said: string } | null {
  const [, long, value] = /^--(namespace|context)(?:=(.*))?$/s.exec(word) ?? [];
  if (long === "namespace" || long === "context") {
    return { name: long, value, said: `--${long}` };
  }
  const short = /^-n=?(.*)$/s.exec(word);
  return short ? { name: "namespace", value: short[1] === "" ? undefined : short[1], said: `'n' in ${word}` } : null;
}

function missing(flag: string): never {
  throw new CommandFailure(`error: flag needs an argument: ${flag}`);
}

function failed(error: unknown, io: CommandIo): number {
  if (error instanceof CommandFailure) {
    io.write("stderr", `${error.message}\n`);
    return error.exitCode;
  }
  if (io.signal.aborted) {
    return 130;
  }
  if (error instanceof AppError) {
    io.write("stderr", `error: ${error.message}\n`);
    return 1;
  }
  throw error;
}
