import "server-only";
import { AppError } from "@/lib/core/kernel/app-error";
import type { CommandIo, NativeCommand } from "@/lib/core/shell/command";
import { kubectlPlace, onlyOfOc } from "@/lib/core/shell/targets/kubectl-places";
import { type ClusterConnection, ConfigurationError } from "../connection";
import { createPortForwards, type PortForwards } from "../port-forwards";
import { unknownCommand } from "./command-names";
import { CommandFailure, OutputFailure } from "./failure";
import { parseFlags } from "./flags";
import { type Place, splitCommand, splitSubcommand } from "./global-flags";
import { createInvocation, type Invocation } from "./invocation";
import { recordNote } from "./record";
import { annotate } from "./verbs/annotate";
import { apiResources } from "./verbs/api-resources";
import { apiVersions } from "./verbs/api-versions";
import { apply } from "./verbs/apply";
import { auth } from "./verbs/auth";
import { autoscale } from "./verbs/autoscale";
import { certificate } from "./verbs/certificate";
import { clusterInfo } from "./verbs/cluster-info";
import { config } from "./verbs/config";
import { cordon, uncordon } from "./verbs/cordon";
import { cp } from "./verbs/cp";
import { create } from "./verbs/create";
import { deleteObjects } from "./verbs/delete";
import { describe } from "./verbs/describe";
import { drain } from "./verbs/drain";
import { events } from "./verbs/events";
import { exec } from "./verbs/exec";
import { expose } from "./verbs/expose";
import { get } from "./verbs/get";
import { label } from "./verbs/label";
import { logs } from "./verbs/logs";
import { patch } from "./verbs/patch";
import { portForward } from "./verbs/port-forward";
import { replace } from "./verbs/replace";
import { rollout } from "./verbs/rollout";
import { run } from "./verbs/run";
import { scale } from "./verbs/scale";
import { set } from "./verbs/set";
import { taint } from "./verbs/taint";
import { top } from "./verbs/top";
import { version } from "./verbs/version";
import { wait } from "./verbs/wait";

export type KubectlOptions = {
  /** Gives the cluster that the flags name, or the one of the run when they name none. */
  connect(place: Omit<Place, "namespace">): ClusterConnection;
  /** The incident's namespace, for commands without `-n`; the context's own when undefined. */
  readonly namespace: string | undefined;
  /** The ports that the run forwards. */
  readonly forwards?: PortForwards;
  /** Whether the run's script forwards ports in the background. */
  readonly isForwardDetached?: boolean;
  /** Under which name it is called; "kubectl" when left out. */
  readonly name?: "kubectl" | "oc";
  /** Where the verbs run that ours leaves to the real one; nowhere when left out. */
  readonly toolbox?: NativeCommand;
  now(): Date;
};

type Verb = (argv: readonly string[], call: Invocation) => Promise<number>;

const verbs: ReadonlyMap<string, Verb> = new Map(
  Object.entries({
    annotate,
    "api-resources": apiResources,
    "api-versions": apiVersions,
    apply,
    auth,
    autoscale,
    certificate,
    "cluster-info": clusterInfo,
    config,
    cordon,
    cp,
    create,
    delete: deleteObjects,
    describe,
    drain,
    events,
    exec,
    expose,
    get,
    label,
    logs,
    patch,
    "port-forward": portForward,
    replace,
    rollout,
    run,
    scale,
    set,
    taint,
    top,
    uncordon,
    version,
    wait,
  }),
);

/**
 * kubectl for the verbs that runbooks use: the same output and exit codes as the real one for the same API state. What
 * it does not know is an error that says so, never a guess; what the grant does not cover ends with 126.
 */
export function kubectlCommand(options: KubectlOptions): NativeCommand {
  const { name = "kubectl" } = options;
  const shared = { ...options, forwards: options.forwards ?? createPortForwards() };
  return {
    name,
    run: async (argv, io) => {
      try {
        return await dispatch(argv, io, shared);
      } catch (error) {
        return failed(error, { io, name });
      }
    },
  };
}

type Settings = KubectlOptions & { readonly forwards: PortForwards };

async function dispatch(argv: readonly string[], io: CommandIo, options: Settings): Promise<number> {
  const target = kubectlPlace(argv);
  if (target.kind === "by-hand") {
    throw new CommandFailure(
      `error: ${options.name ?? "kubectl"} ${target.verb} ${target.because}; copy it and run it by hand`,
    );
  }
  if (target.kind === "toolbox" && options.toolbox) {
    return options.toolbox.run(argv, io);
  }
  const { place, ...said } = splitCommand(argv);
  const { verb: name, args } = options.name === "oc" ? withoutGroup(said) : said;
  const verb = verbs.get(name);
  if (!verb) {
    throw noVerb(options.name ?? "kubectl", { name, args, argv });
  }
  const { namespace, ...where } = place;
  const note = recordNote(name, args);
  if (note !== "") {
    io.write("stderr", note);
  }
  checkTimeout(args);
  const connection = connected(options, where, namespace !== undefined);
  const chosen = namespace || options.namespace || connection.defaultNamespace;
  const isNamespaceGiven = namespace !== undefined;
  const forwards = { registry: options.forwards, isDetached: options.isForwardDetached === true };
  return verb(
    args,
    createInvocation({ argv, connection, namespace: chosen, isNamespaceGiven, io, forwards, now: options.now }),
  );
}

type Said = { readonly verb: string; readonly args: readonly string[] };

/** kubectl's verbs that oc keeps under `adm`. */
const administered: ReadonlySet<string> = new Set(["cordon", "drain", "taint", "top", "uncordon"]);

function withoutGroup(said: Said): Said {
  const { name, args } = splitSubcommand(said.args);
  if (said.verb !== "adm" || name === "") {
    return said;
  }
  return { verb: administered.has(name) ? name : `adm ${name}`, args };
}

/** kubectl has other words for the same when it looks for the namespace first. */
function connected({ connect }: KubectlOptions, where: Omit<Place, "namespace">, isPlaced: boolean): ClusterConnection {
  try {
    return connect(where);
  } catch (error) {
    if (!(error instanceof ConfigurationError) || isPlaced) {
      throw error;
    }
    const sentence = error.message
      .replace(
        /^error: context "(.*)" does not exist$/,
        "Error in configuration: context was not found for specified context: $1",
      )
      .replace(/^error: cluster "(.*)" does not exist$/, 'error: no server found for cluster "$1"');
    throw new CommandFailure(sentence);
  }
}

function checkTimeout(args: readonly string[]): void {
  const at = args.findIndex((word) => /^--request-timeout(?:=|$)/.test(word));
  const value = at === -1 ? "0" : (args[at]?.split("=")[1] ?? args[at + 1] ?? "0");
  if (!/^\d+(?:[a-zµ]+[\d.]*)*$/.test(value)) {
    throw new CommandFailure(
      "error: Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)",
    );
  }
}

const BY_HAND = "name a toolbox for the cluster, or copy it and run it by hand";

type Unknown = { readonly name: string; readonly args: readonly string[]; readonly argv: readonly string[] };

function noVerb(program: string, { name, args, argv }: Unknown): CommandFailure {
  const ours = [...verbs.keys()].join(", ");
  if (name === "") {
    parseFlags(args, {}, "");
    return new CommandFailure(`error: say what to do: ${ours}`);
  }
  if (program === "oc" && onlyOfOc.has(name.replace(/ .*/, ""))) {
    return new CommandFailure(
      `error: oc ${name} is a command of OpenShift's own, which does not run from here: ${BY_HAND}`,
    );
  }
  return new CommandFailure(
    unknownCommand(name, { program, argv }) ??
      `error: ${program} ${name} is not one of the commands that run from here (${ours}): ${BY_HAND}`,
  );
}

function failed(error: unknown, { io, name }: { readonly io: CommandIo; readonly name: string }): number {
  if (error instanceof CommandFailure) {
    if (error instanceof OutputFailure) {
      io.write("stdout", error.output);
    }
    io.write("stderr", `${error.message.replaceAll("See 'kubectl ", `See '${name} `)}\n`);
    return error.exitCode;
  }
  if (io.signal.aborted) {
    return 130;
  }
  if (error instanceof ConfigurationError) {
    io.write("stderr", `${error.message}\n`);
    return 1;
  }
  if (error instanceof AppError) {
    io.write("stderr", `error: ${error.message}\n`);
    return 1;
  }
  throw error;
}
