import { mayOpenSession, sessionOf } from "@/lib/core/shell/client-sessions";
import { actingCommands } from "@/lib/core/shell/risk/acting-commands";
import { fileGiven, hostFileOf, madeBy, ownScript, unknownRemoval } from "@/lib/core/shell/risk/host-files";
import { analyseScript, type ShellCommand } from "@/lib/core/shell/script/analyse-script";
import { type KubectlPlace, kubectlPlace } from "@/lib/core/shell/targets/kubectl-places";
import { isMeantForPod } from "@/lib/core/shell/targets/pod-programs";
import { hostPrograms, isOwnProgram, nativePrograms, terminalPrograms } from "@/lib/core/shell/targets/program-places";
import { ticketsOf } from "@/lib/core/shell/tickets";
import { maskParameters } from "../parameters/mask-parameters";
import type { OperationLanguage, RunMode } from "../runbook";
import type { Sourced } from "../source";

const FILES_TICKET = "it files a ticket: it becomes a follow-up of the incident";

/** How a script can be run, and why. `parameters` are replaced by a plain word first, since `<x>` is a redirection. */
export function runModeOf(script: string, language: OperationLanguage): Sourced<RunMode> {
  if (language === "promql") {
    return { value: "native", from: "inferred", because: "PromQL runs against the cluster's Prometheus" };
  }
  const plain = maskParameters(script);
  const { commands, functions } = analyseScript(plain);
  const hand = needOfPerson(plain);
  if (hand !== null) {
    return byHand(hand);
  }
  const acting = actingCommands(commands);
  return (
    toolboxMode(acting) ??
    modeOfPrograms(
      programsOf(commands).filter((name) => !functions.includes(name)),
      {
        inPod: acting.find(isInPod)?.name ?? null,
        hostFile: hostFileOf(acting) ?? fileOfPrograms(acting),
        ownScript: ownScriptOf(acting),
        isForTarget: acting.some(callsTarget),
      },
    )
  );
}

const NO_HOST = 'and the runbook names none: a line "ssh host" before it does';

/** The same with what the whole document is known to set: what a script removes must be known. */
export function runModeWithin(known: Sourced<RunMode>, script: string, sets: readonly string[]): Sourced<RunMode> {
  const file =
    known.from === "inferred" && known.value === "native"
      ? unknownRemoval(actingCommands(analyseScript(maskParameters(script)).commands), sets)
      : null;
  return file === null ? known : byHand(`${file} may be a file of a host, ${NO_HOST}`);
}

/** The first file of a host that a program of its own is given: no toolbox has it. */
function fileOfPrograms(acting: readonly ShellCommand[]): string | null {
  const files = acting.filter(({ name }) => name !== null && isOwnProgram(name)).map(fileGiven);
  return files.find((file) => file !== null) ?? null;
}

function ownScriptOf(acting: readonly ShellCommand[]): string | null {
  const made = madeBy(acting);
  return acting.map((command) => ownScript(command, made)).find((file) => file !== null) ?? null;
}

/** Why a script of a host that somebody logged in to is for a person; null when it can be run there over ssh. */
export function needOfPersonThere(script: string): string | null {
  const plain = maskParameters(script);
  const editor = programsOf(analyseScript(plain).commands).find((name) => terminalPrograms.has(name));
  return needOfPerson(plain) ?? (editor === undefined ? null : `${editor} needs a terminal`);
}

function byHand(because: string): Sourced<RunMode> {
  return { value: "by-hand", from: "inferred", because };
}

/** What nobody but a person can do, wherever it runs. */
function needOfPerson(plain: string): string | null {
  const { commands, problems } = analyseScript(plain);
  if (problems.length > 0) {
    return `it does not parse as shell: ${problems[0] ?? ""}`;
  }
  if (ticketsOf(plain).length > 0) {
    return FILES_TICKET;
  }
  if (commands.some(opensShell)) {
    return "it opens a shell for a person";
  }
  if (commands.some(({ name, words }) => name === "top" && !words.some((word) => /^-\w*b/.test(word ?? "")))) {
    return "top needs a terminal; top -b prints once";
  }
  const session = openedSession(plain);
  if (session !== null) {
    return `${session} without a command opens a session for a person`;
  }
  const acting = actingCommands(commands);
  const hand = acting.flatMap(kubectlPlaces).find(({ kind }) => kind === "by-hand");
  return hand?.kind === "by-hand" ? `${hand.name} ${hand.verb} ${hand.because}` : null;
}

/** The client or console that a line of a script opens and leaves open; null when none does. */
function openedSession(plain: string): string | null {
  const lines = plain.includes("<<") || !mayOpenSession(plain) ? [] : plain.replace(/\\\n/g, " ").split("\n");
  const sessions = lines.flatMap((line) => sessionOf(line) ?? []);
  // telnet without anybody there says whether a port is open.
  return sessions.find(({ isEditor, program }) => !isEditor && program !== "telnet")?.program ?? null;
}

/** The programs of a script, wrappers (`watch '…'`, `sudo`, `sh -c '…'`) and what they run. */
function programsOf(commands: readonly ShellCommand[]): readonly string[] {
  const names = [...commands, ...actingCommands(commands)].flatMap(({ name }) => name ?? []);
  return [...new Set(names)];
}

/** The toolbox's real kubectl has the verbs that the server does not; null when there are none. */
function toolboxMode(commands: readonly ShellCommand[]): Sourced<RunMode> | null {
  const other = commands.flatMap(kubectlPlaces).find(({ kind }) => kind === "toolbox");
  return other?.kind === "toolbox"
    ? { value: "toolbox", from: "inferred", because: `${other.name} ${other.verb} is left to the real ${other.name}` }
    : null;
}

function kubectlPlaces({ name, words }: ShellCommand): readonly (KubectlPlace & { readonly name: string })[] {
  return name === "kubectl" || name === "oc" ? [{ ...kubectlPlace(words), name }] : [];
}

const shells = /^(?:\/(?:usr\/)?bin\/)?(?:ba|z|da|a)?sh$/;

/** `kubectl exec -it pod -- bash` and its like wait for somebody to type. */
function opensShell({ name, words }: ShellCommand): boolean {
  if (/^(?:bin\/)?(?:gitlab-)?rails$/.test(name ?? "") && /^(?:db)?console$|^c$/.test(words[0] ?? "")) {
    return true;
  }
  const isExec = /^(?:kubectl|oc|docker|podman)$/.test(name ?? "") && words.includes("exec");
  return isExec && shells.test(words.at(-1) ?? "");
}

/** `curl localhost:8081/…`: the workload is meant, which a port is forwarded to. */
function callsTarget({ name, written }: ShellCommand): boolean {
  return (
    (name === "curl" || name === "wget" || name === "nc") &&
    written.some((word) => /^(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/]|$)/.test(word))
  );
}

function isInPod({ name, written }: ShellCommand): boolean {
  return name !== null && isMeantForPod(name, written);
}

type Meant = {
  /** The first program that runs in the pod. */
  readonly inPod: string | null;
  /** The first file of a host that its text tools use. */
  readonly hostFile: string | null;
  /** The first script that it starts and does not have. */
  readonly ownScript: string | null;
  /** Whether it calls the workload as localhost. */
  readonly isForTarget: boolean;
};

/** Why a person is needed at a terminal or on a machine of their own; null when nobody is. */
function handOfPrograms(names: readonly string[], { hostFile, ownScript: script }: Meant): string | null {
  const found = (programs: ReadonlySet<string>) => names.find((name) => programs.has(name));
  const editor = found(terminalPrograms);
  if (editor !== undefined) {
    return `${editor} needs a terminal`;
  }
  const host = found(hostPrograms);
  if (host !== undefined) {
    return `${host} is meant for the host itself`;
  }
  if (hostFile !== null) {
    return `${hostFile} is a file of a host, ${NO_HOST}`;
  }
  return script === null ? null : `${script} is a script that only its own folder has`;
}

function modeOfPrograms(names: readonly string[], meant: Meant): Sourced<RunMode> {
  const { inPod, isForTarget } = meant;
  const hand = handOfPrograms(names, meant);
  if (hand !== null) {
    return byHand(hand);
  }
  const unknown = names.find(isOwnProgram);
  if (unknown !== undefined) {
    return { value: "toolbox", from: "inferred", because: `${unknown} is a program of its own` };
  }
  if (inPod !== null) {
    return {
      value: "native",
      from: "inferred",
      because: `${inPod} runs in the pod: a container of the incident's workload`,
    };
  }
  if (isForTarget) {
    return {
      value: "native",
      from: "inferred",
      because: "localhost is the incident's workload: a port is forwarded to it",
    };
  }
  return {
    value: "native",
    from: "inferred",
    because: names.map((name) => nativePrograms.get(name)).find(Boolean) ?? "text tools run in the sandbox",
  };
}
