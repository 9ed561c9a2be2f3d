import "server-only";
import type { CommandIo, NativeCommand } from "@/lib/core/shell/command";
import { type EndpointAct, endpointRefusal, refusal } from "@/lib/core/shell/grant";
import type { Risk } from "@/lib/core/shell/risk/risk";
import { riskOfCommand } from "@/lib/core/shell/risk/risk-of";
import { kubectlWords } from "@/lib/core/shell/script/kubectl-words";
import { isExecListed } from "@/lib/core/shell/targets/exec-argvs";
import { splitCommand } from "./kubectl/global-flags";
import { quietExec } from "./quiet-exec";

/** The pod that the operator named for programs which Headroom does not have. */
export type Toolbox = {
  readonly cluster: string;
  readonly namespace: string;
  /** What `kubectl exec` takes: "deployment/toolbox". */
  readonly target: string;
  readonly container: string | null;
};

/**
 * Variables of the shell itself, and those that say which server, identity, code or program is used: the toolbox has its
 * own. The rest are variables by their names, too: `env` reads others as flags.
 */
const ownVariables =
  /^(?:PATH|HOME|PWD|OLDPWD|SHLVL|SHELL|IFS|_|HOSTNAME|USER|LOGNAME|TERM|BASH.*|KUBE.*|LD_.*|.*_PROXY|PAGER)$|^(?![A-Z_]\w*$)/i;

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

/** How a program of the toolbox is called; `command`: its words, where others are run than the script has. */
type Call = {
  readonly argv: readonly string[];
  readonly io: CommandIo;
  readonly risk?: EndpointAct["risk"];
  readonly command?: readonly string[];
};

/**
 * The real kubectl (or oc) of the toolbox, for what ours leaves to it: with the risk of its words, in the namespaces of
 * the grant. Without `-n` it acts in the incident's namespace, as ours does.
 */
export function toolboxKubectl(
  kubectl: NativeCommand,
  toolbox: Toolbox,
  { name, namespace }: { readonly name: "kubectl" | "oc"; readonly namespace: string },
): NativeCommand {
  return {
    name,
    run: async (words, io) => {
      const { place } = splitCommand(words);
      const [other] = Object.keys(place).filter((flag) => flag !== "namespace");
      const { isAllNamespaces } = kubectlWords(words);
      const risk = actOf(riskOfCommand(name, words));
      const act = { cluster: toolbox.cluster, namespace: isAllNamespaces ? null : place.namespace || namespace, risk };
      const refused =
        other === undefined
          ? refusal(io.grant, { ...act, description: `${name} in the toolbox` })
          : `refused: --${other}: the toolbox acts in its own cluster, under its own account`;
      if (refused !== null) {
        io.write("stderr", `headroom: ${refused}\n`);
        return 126;
      }
      const isPlaced = isAllNamespaces || place.namespace !== undefined;
      const command = [name, ...(isPlaced ? words : placed(words, namespace))];
      return runThere(kubectl, toolbox, { argv: [name, ...words], io, risk, command });
    },
  };
}

function actOf(risk: Risk): EndpointAct["risk"] {
  return risk === "unknown" ? "change" : risk;
}

function placed(words: readonly string[], namespace: string): readonly string[] {
  const split = words.indexOf("--");
  const end = split === -1 ? words.length : split;
  return [...words.slice(0, end), `--namespace=${namespace}`, ...words.slice(end)];
}

async function runThere(kubectl: NativeCommand, toolbox: Toolbox, call: Call): Promise<number> {
  const { argv, io, command: words = argv } = call;
  const refused = refusalOf(toolbox, call);
  if (refused !== null) {
    io.write("stderr", `${argv[0]}: ${refused}\n`);
    return 126;
  }
  const { cluster, namespace, target, container } = toolbox;
  const variables = Object.entries(io.env).filter(([name]) => !ownVariables.test(name));
  const command =
    variables.length === 0 ? words : ["env", ...variables.map(([name, value]) => `${name}=${value}`), ...words];
  const place = ["-n", namespace, target, ...(container === null ? [] : ["-c", container])];
  const grant = {
    ...io.grant,
    clusters: [{ cluster, namespaces: [namespace] }],
    execs: io.grant.execs === "any" ? ("any" as const) : [command],
  };
  return quietExec(kubectl, [...place, ...(io.stdin === "" ? [] : ["-i"]), "--", ...command], { ...io, grant });
}

function refusalOf({ cluster }: Toolbox, { argv, io: { grant }, risk = "change" }: Call): string | null {
  const description = `${argv[0]} in the toolbox`;
  const refused = endpointRefusal(grant, { system: "toolbox", name: cluster, risk, description });
  if (refused !== null) {
    return refused;
  }
  return isExecListed(grant.execs, argv)
    ? null
    : `refused: ${description}: its exact words were not known when the run was approved: ${argv.join(" ")}`;
}
