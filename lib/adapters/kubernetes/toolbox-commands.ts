import "server-only";
import type { CommandIo, NativeCommand } from "@/lib/core/shell/command";
import { isExecListed } from "@/lib/core/shell/exec-argvs";
import { endpointRefusal } from "@/lib/core/shell/grant";
import { quietExec } from "./quiet-exec";

/** The pod that the operator named for programs which Headroom does not have. */
export type Toolbox = {
  readonly cluster: string;
  readonly namespace: string;
  /** What `kubectl exec` takes: "deployment/toolbox". */
  readonly target: string;
  readonly container: string | null;
};

/** Variables of the shell itself: the toolbox has its own. */
const ownVariables = /^(PATH|HOME|PWD|OLDPWD|SHLVL|SHELL|IFS|_|HOSTNAME|USER|LOGNAME|TERM|BASH.*)$/;

/**
 * The named programs, each run by `kubectl exec` in the toolbox with the script's exported variables, under the service
 * account of that pod. Nobody can look into them, so each counts as a change and its exact words must be in the grant.
 */
export function toolboxCommands(
  kubectl: NativeCommand,
  toolbox: Toolbox,
  programs: readonly string[],
): readonly NativeCommand[] {
  return programs.map((name) => ({
    name,
    run: (argv, io) => runThere(kubectl, toolbox, { argv: [name, ...argv], io }),
  }));
}

type Call = { readonly argv: readonly string[]; readonly io: CommandIo };

async function runThere(kubectl: NativeCommand, toolbox: Toolbox, { argv, io }: Call): Promise<number> {
  const refused = refusalOf(toolbox, argv, io);
  if (refused !== null) {
    io.write("stderr", `${argv[0]}: ${refused}\n`);
    return 126;
  }
  const { cluster, namespace, target, container } = toolbox;
  const variables = Object.entries(io.env).filter(([name]) => !ownVariables.test(name));
  const command =
    variables.length === 0 ? argv : ["env", ...variables.map(([name, value]) => `${name}=${value}`), ...argv];
  const words = ["-n", namespace, target, ...(container === null ? [] : ["-c", container])];
  const grant = {
    ...io.grant,
    clusters: [{ cluster, namespaces: [namespace] }],
    execs: io.grant.execs === "any" ? ("any" as const) : [command],
  };
  return quietExec(kubectl, [...words, ...(io.stdin === "" ? [] : ["-i"]), "--", ...command], { ...io, grant });
}

function refusalOf({ cluster }: Toolbox, argv: readonly string[], { grant }: CommandIo): string | null {
  const description = `${argv[0]} in the toolbox`;
  const refused = endpointRefusal(grant, { system: "toolbox", name: cluster, risk: "change", description });
  if (refused !== null) {
    return refused;
  }
  return isExecListed(grant.execs, argv)
    ? null
    : `refused: ${description}: its exact words were not known when the run was approved: ${argv.join(" ")}`;
}
