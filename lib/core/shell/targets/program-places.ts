import { sandboxReads } from "../risk/programs";
import { analyseScript } from "../script/analyse-script";
import { type KnownCommand, knownCommands } from "../script/known-commands";
import { kubectlPlace } from "./kubectl-places";
import { podPrograms } from "./pod-programs";

/** Programs that the server itself answers, and why they can run there. */
export const nativePrograms: ReadonlyMap<string, string> = new Map([
  ["psql", "psql runs in the server, on the databases that are listed"],
  ["redis-cli", "redis-cli runs in the server, on the servers that are listed"],
  ["kubectl", "kubectl runs in the server"],
  ["oc", "oc runs in the server, as kubectl"],
  ["curl", "curl runs in the server, for the hosts that are listed"],
  ["wget", "wget runs in the server, for the hosts that are listed"],
  ["nc", "nc -z runs in the server, for the hosts that are listed"],
  ["docker", "docker runs in the server, on the hosts that are listed"],
  ["docker-compose", "docker-compose runs in the server, on the hosts that are listed"],
  ["ssh", "ssh runs in the server, on the hosts that are listed"],
  ["scp", "scp copies files from and to the hosts that are listed"],
  ["promql", "PromQL runs against the cluster's Prometheus"],
]);

/** Programs that are meant for the host itself: its services, and what is installed there. */
export const hostPrograms: ReadonlySet<string> = new Set(
  "journalctl systemctl reboot shutdown poweroff halt apk apt apt-get dnf dpkg rpm yum zypper".split(" "),
);

/** Programs that need a person at a terminal. */
export const terminalPrograms: ReadonlySet<string> = new Set(["vi", "vim", "nano", "less", "more", "htop", "k9s"]);

/** Words that run others, or belong to the shell. */
const shellWords: ReadonlySet<string> = new Set(
  "xargs env time timeout watch bash sh command find eval trap sudo".split(" "),
);

const places = [nativePrograms, hostPrograms, terminalPrograms, shellWords, podPrograms, sandboxReads];

/** Is it a program that neither the server nor the sandbox has? It needs a machine of its own: the toolbox. */
export function isOwnProgram(name: string): boolean {
  return !places.some((known) => known.has(name));
}

/** Whether a script has anything that only the toolbox can run. */
export function needsToolbox(script: string): boolean {
  const isOfToolbox = ({ name, words }: KnownCommand) =>
    (name === "kubectl" || name === "oc") && kubectlPlace(words).kind === "toolbox";
  return ownPrograms(script).length > 0 || knownCommands(script).some(isOfToolbox);
}

/** The names of a script's programs of that kind, each once. A function of the script's own is none. */
export function ownPrograms(script: string): readonly string[] {
  const { functions } = analyseScript(script);
  const names = new Set(knownCommands(script).map(({ name }) => name));
  return [...names].filter((name) => isOwnProgram(name) && !functions.includes(name));
}
