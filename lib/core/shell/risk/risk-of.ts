import type { ReadList } from "../grant";
import { analyseScript, plainCommand, type ShellCommand } from "../script/analyse-script";
import { composeWords, dockerWords } from "../script/docker-words";
import { type KubectlWords, kubectlWords } from "../script/kubectl-words";
import { sshWords } from "../script/ssh-words";
import { scriptVariables } from "../script/variables";
import { type Wrapped, wrappedCommand } from "../script/wrapped-command";
import { isExecListed } from "../targets/exec-argvs";
import { kubectlVerbs, onlyOfOc } from "../targets/kubectl-places";
import { isMeantForPod, signalsOwnJob } from "../targets/pod-programs";
import { isOwnProgram } from "../targets/program-places";
import { actingCommands, innerCommand } from "./acting-commands";
import { curlRisk, curlWritesFile, wgetRisk, wgetWritesFile } from "./curl-risk";
import { changesHostFile, fileWritten, hostFileOf, type MadeFiles, madeBy, unknownRemoval } from "./host-files";
import { dockerVerbRisk, programRisks, scpRisk } from "./program-risk";
import { sandboxReads } from "./programs";
import { type CommandRisk, type Risk, readRisk, worse } from "./risk";

export type RiskVerdict = {
  readonly risk: Risk;
  /** One sentence per command that is more than a read. */
  readonly reasons: readonly string[];
};

type Words = readonly (string | null)[];
type InnerWords = Extract<Wrapped, { words: unknown }>;

/**
 * Where the commands of a script act: in the sandbox, on the host whose files its text tools name, or in a container or
 * host that nobody can look into.
 */
type Place = "sandbox" | "host" | "remote";

type Context = {
  readonly place: Place;
  readonly readList: ReadList;
  /** The files that the whole script makes itself; null before anybody looked. */
  readonly made: MadeFiles | null;
};

/** kubectl verbs that change nothing. Every `top` and, of `config`, what only shows. */
const kubectlReads =
  /^(get|describe|logs|top( .*)?|events|explain|diff|version|cluster-info|api-resources|api-versions|rollout (status|history)|auth (can-i|whoami)|config (current-context|get-contexts|get-clusters|view)|wait|port-forward|help|completion|options|)$/;
const kubectlRemovals = new Set(["delete", "drain", "replace"]);
/** Changes that only show something with this word. */
const kubectlLists = /^(set env|label|annotate)$/;

/** In a container or on a host these read, but for the words below. */
const remoteReads = new Set(
  `cat ps free ls printenv df du head tail grep egrep zcat gzip uptime id top pgrep wc stat echo printf true false sort uniq cut tr
dd nproc uname whoami mount vmstat iostat netstat ss lsof pidof pwd test [ exit sleep :`.split(/\s+/),
);

/** What is gone after these cannot be had back. */
const remoteRemovals = /^(?:.*\/)?(?:rm|rmdir|unlink|shred|truncate|wipefs|mkfs(?:\.\w+)?)$/;

type WordTest = (words: Words) => boolean;
const has =
  (pattern: RegExp): WordTest =>
  (words) =>
    words.some((word) => word === null || pattern.test(word));
/** What of them writes a file, ends a connection or runs another program; a word that only the shell knows may do so. */
const remoteChanges: ReadonlyMap<string, WordTest> = new Map([
  ["mount", (words) => words.some((word) => word !== "-l")],
  ["sort", has(/^(?:-[a-zA-Z]*o|--o|--comp)/)],
  ["uniq", (words) => words.includes(null) || words.filter((word) => !word?.startsWith("-")).length > 1],
  ["ss", has(/^(?:-[a-zA-Z0-9]*[KD]|--k|--di)/)],
  ["find", has(/^-f(?:print|ls)/)],
  ["gzip", (words) => !words.some((word) => /^-[a-zA-Z]*[clt]|^--(?:stdout|list|test)$/.test(word ?? ""))],
]);

/**
 * The risk of a whole script: that of its most harmful command. Static, so a person sees it before anything runs; the
 * grant is the barrier.
 */
export function riskOf(script: string, readList: ReadList = []): RiskVerdict {
  return scriptRisk(script, { place: "sandbox", readList, made: null });
}

/** What a program does that is started by these words where nobody can look: in a container, or on a host. */
export function riskOfExec(argv: readonly string[], readList: ReadList): Exclude<Risk, "unknown"> {
  const { risk } = channelRisk("exec", argv, { place: "remote", readList, made: [] });
  return risk === "unknown" ? "change" : risk;
}

/** The risk of one command, by its words. */
export function riskOfCommand(name: string, words: readonly string[]): Risk {
  return commandRisk(plainCommand(name, words), { place: "sandbox", readList: [], made: [] }).risk;
}

function scriptRisk(script: string, around: Context): RiskVerdict {
  const { commands, functions, problems } = analyseScript(script);
  const acting = actingCommands(commands);
  const context = within(acting, scriptVariables(script).sets, around);
  // Of a function, its own commands say what it does; its call may still write a file. Whether the function is there when
  // it is called nobody can tell: one with a program's name is judged as the program.
  const isCall = ({ name }: ShellCommand) =>
    name !== null && context.place !== "remote" && functions.includes(name) && isOwnProgram(name);
  const verdicts = commands
    .map((command) => (isCall(command) ? { ...command, name: ":" } : command))
    .map((command) => commandRisk(command, context));
  const file = context.place === "remote" ? null : fileWritten(acting);
  const written: readonly CommandRisk[] = file === null ? [] : [{ risk: "change", reason: `it writes ${file}` }];
  const risk = [...verdicts, ...written].reduce<Risk>((worst, verdict) => worse(worst, verdict.risk), "read");
  const reasons = [...verdicts, ...written]
    .filter((verdict) => verdict.risk !== "read")
    .map((verdict) => verdict.reason);
  return problems.length === 0
    ? { risk, reasons: [...new Set(reasons)] }
    : { risk: worse(risk, "unknown"), reasons: ["the script could not be parsed", ...new Set(reasons)] };
}

/** What stands for a host's files is judged as there, whether or not the script will run there. */
function within(acting: readonly ShellCommand[], sets: readonly string[], around: Context): Context {
  if (around.place !== "sandbox" || around.made !== null) {
    return around;
  }
  const file = hostFileOf(acting) ?? unknownRemoval(acting, sets);
  return { ...around, place: file === null ? "sandbox" : "host", made: madeBy(acting) };
}

function commandRisk(command: ShellCommand, context: Context): CommandRisk {
  const own = isKnownRead(command, context) ? readRisk : programRisk(command, context);
  return own.risk === "read" && command.writes.length > 0 && context.place === "remote"
    ? { risk: "change", reason: `${command.name} writes a file there` }
    : own;
}

function isKnownRead({ name, words }: ShellCommand, { place, readList }: Context): boolean {
  return place === "remote" && isExecListed(readList, [name, ...words]);
}

function programRisk(command: ShellCommand, context: Context): CommandRisk {
  const { name, words } = command;
  if (name === null) {
    return { risk: "unknown", reason: "the program's name is only known when it runs" };
  }
  const plain = context.place === "remote" ? commonName(command) : command;
  if (plain !== command) {
    return commandRisk(plain, context);
  }
  const isRemote =
    context.place === "remote" || (context.place === "host" && changesHostFile(command, context.made ?? []));
  const wrapped = wrappedCommand(name, words);
  if (wrapped === undefined) {
    return isRemote ? remoteRisk(name, words, context) : localRisk(name, words, context);
  }
  const found = name === "find" && isRemote ? foundRisk(words) : readRisk;
  return found.risk === "read" ? wrappedRisk(command, wrapped, context) : found;
}

function wrappedRisk(command: ShellCommand, wrapped: Wrapped, context: Context): CommandRisk {
  return "script" in wrapped
    ? innerScriptRisk(command.name ?? "", wrapped.script, context)
    : innerRisk(command, wrapped, context);
}

/** `/bin/sh` and `busybox sh` are `sh`, where there is one. */
function commonName(command: ShellCommand): ShellCommand {
  const { name, words } = command;
  const [applet = null, ...rest] = words;
  if (/(?:^|\/)(?:busybox|toybox)$/.test(name ?? "") && applet !== null && /^\w/.test(applet)) {
    return { ...command, name: applet, words: rest };
  }
  const [, base] = /^(?:\/usr)?\/s?bin\/([\w.-]+)$/.exec(name ?? "") ?? [];
  return base === undefined ? command : { ...command, name: base };
}

/** What find does to files by itself. */
function foundRisk(words: Words): CommandRisk {
  if (words.includes("-delete")) {
    return { risk: "destructive", reason: "find -delete removes files" };
  }
  return remoteChanges.get("find")?.(words) === true
    ? { risk: "change", reason: "find may write or remove files there" }
    : readRisk;
}

function innerScriptRisk(name: string, script: string | null, context: Context): CommandRisk {
  if (script === null) {
    return { risk: "unknown", reason: `what ${name} runs is only known when it runs` };
  }
  const { risk, reasons } = scriptRisk(script, context);
  return { risk, reason: reasons.join("; ") };
}

/** Of what a wrapper runs: the wrapper's own output has been judged. */
function innerRisk(command: ShellCommand, wrapped: InnerWords, context: Context): CommandRisk {
  const inner = innerCommand(command, wrapped);
  return inner === null ? readRisk : commandRisk({ ...inner, writes: [] }, context);
}

function localRisk(name: string, words: Words, context: Context): CommandRisk {
  if (signalsOwnJob(name, words)) {
    return readRisk;
  }
  if (isMeantForPod(name, words)) {
    return channelRisk(`${name} in the pod`, [name, ...words], context);
  }
  switch (name) {
    case "kubectl":
    case "oc":
      return kubectlRisk(words, context);
    case "curl":
      return curlRisk(words);
    case "wget":
      return wgetRisk(words);
    case "ssh":
      return channelRisk("ssh", sshScript(words), context);
    case "scp":
      return scpRisk(words);
    case "docker":
    case "docker-compose":
      return dockerRisk(name, words, context);
    case "awk":
      return awkRisk(words);
    case "killall":
      return { risk: "change", reason: `${name} sends a signal to a process` };
    default:
      return (
        programRisks.get(name)?.(words) ??
        (sandboxReads.has(name) ? readRisk : { risk: "unknown", reason: `what ${name} does cannot be told` })
      );
  }
}

/** awk of the sandbox starts a program by `| getline` alone; `print |` starts filters, and `system` is refused there. */
function awkRisk(words: Words): CommandRisk {
  const isValue = (at: number) => /^-[vF]$/.test(words[at - 1] ?? "");
  const program = words.find((word, at) => !word?.startsWith("-") && !isValue(at));
  return program === null || words.some((word) => /\|\s*getline|^(?:-f|--file|--exec)/.test(word ?? ""))
    ? { risk: "unknown", reason: "what awk runs is only known when it runs" }
    : readRisk;
}

function kubectlRisk(words: Words, context: Context): CommandRisk {
  const kubectl = kubectlWords(words);
  const { verb, remote } = kubectl;
  if (verb === "?") {
    return { risk: "unknown", reason: "the kubectl verb is only known when it runs" };
  }
  if (asksForHelp(kubectl, words)) {
    return readRisk;
  }
  if (verb === "exec") {
    return channelRisk("kubectl exec", remote, context);
  }
  if (onlyShows(kubectl, context)) {
    return readRisk;
  }
  const ran = verb === "run" ? channelRisk("kubectl run", remote, context) : readRisk;
  return ran.risk === "destructive" ? ran : kubectlChange(verb, words);
}

/** Of a verb that is kubectl's own: a plugin is asked nothing that it must answer. */
function asksForHelp({ verb, switches, isWhole }: KubectlWords, words: Words): boolean {
  const [first = ""] = verb.split(" ");
  // Behind a flag that nobody here knows it may be a value.
  const asks = (flag: string) => switches.has(flag) && !words[words.indexOf(flag) - 1]?.startsWith("-");
  return (
    isWhole &&
    // The last one holds: `--help --help=false` asks for nothing.
    !words.some((word) => /^(?:-h|--help)=/.test(word ?? "")) &&
    kubectlVerbs.includes(first) &&
    words.some((word) => /^(?:-h|--help)$/.test(word ?? "") && asks(word ?? ""))
  );
}

/** A dry run among them: our kubectl looks at its flags again when it acts, a host's own does not. */
function onlyShows({ verb, switches, isDryRun, isWhole }: KubectlWords, { place }: Context): boolean {
  const isTried = isDryRun && (isWhole || place === "sandbox");
  return kubectlReads.test(verb) || isTried || (kubectlLists.test(verb) && switches.has("--list"));
}

function kubectlChange(verb: string, words: Words): CommandRisk {
  const [first = ""] = verb.split(" ");
  if (!kubectlVerbs.includes(first) && !onlyOfOc.has(first)) {
    return { risk: "unknown", reason: `what kubectl ${first} does cannot be told` };
  }
  return kubectlRemovals.has(verb) || removesByWord(verb, words)
    ? { risk: "destructive", reason: `kubectl ${verb} removes or replaces what runs` }
    : { risk: "change", reason: `kubectl ${verb} changes the cluster` };
}

/** `apply --prune` deletes what the manifests leave out; a taint `NoExecute` ends the pods that are there. */
function removesByWord(verb: string, words: Words): boolean {
  return words.some((word) =>
    verb === "taint" ? word?.endsWith(":NoExecute") : verb === "apply" && /^--prune(=true)?$/.test(word ?? ""),
  );
}

/** A program where nobody can look: a change, unless it is known to only read. */
function channelRisk(channel: string, words: Words | null, context: Context): CommandRisk {
  const change: CommandRisk = { risk: "change", reason: `${channel} runs a program that cannot be looked into` };
  if (words === null || words.length === 0) {
    return change;
  }
  const [name = null, ...rest] = words;
  const inner = commandRisk(plainCommand(name, rest), { ...context, place: "remote" });
  return inner.risk === "read" || inner.risk === "destructive" ? inner : change;
}

const webRisks: ReadonlyMap<string, { writesFile(words: Words): boolean; riskOf(words: Words): CommandRisk }> = new Map(
  [
    ["curl", { writesFile: curlWritesFile, riskOf: curlRisk }],
    ["wget", { writesFile: wgetWritesFile, riskOf: wgetRisk }],
  ],
);

/** Programs whose verbs say what they do, on a host as well as here. */
const verbRisks: ReadonlyMap<string, (words: Words, context: Context) => CommandRisk> = new Map([
  ["docker", (words: Words, context: Context) => dockerRisk("docker", words, context)],
  ["docker-compose", (words: Words, context: Context) => dockerRisk("docker-compose", words, context)],
  ["kubectl", kubectlRisk],
  ["oc", kubectlRisk],
]);

function remoteRisk(name: string, words: Words, remote: Context): CommandRisk {
  const change: CommandRisk = { risk: "change", reason: `${name} may change the container` };
  const web = webRisks.get(name);
  if (web) {
    return web.writesFile(words) ? change : web.riskOf(words);
  }
  const verbRisk = verbRisks.get(name);
  if (verbRisk) {
    return verbRisk(words, remote);
  }
  if (name === "date" || name === "hostname") {
    return words.every((word) => word?.startsWith("+") || word === "-u") ? readRisk : change;
  }
  if (remoteChanges.get(name)?.(words) === true) {
    return change;
  }
  if (removes(name, words)) {
    return { risk: "destructive", reason: `${name} removes what is there` };
  }
  return remoteReads.has(name) ? readRisk : (programRisks.get(name)?.(words) ?? change);
}

/** dd destroys what it writes to; without a target it prints. */
function removes(name: string, words: Words): boolean {
  const writes = (word: string | null) => word === null || /^of=(?!\/dev\/(?:null|stdout)$)/.test(word);
  return remoteRemovals.test(name) || (name === "dd" && words.some(writes));
}

/** What ssh runs there: its words are one script of the remote shell. */
function sshScript(words: Words): Words | null {
  const { host, remote } = sshWords(words);
  return host === null || remote.length === 0 || remote.includes(null) ? null : ["sh", "-c", remote.join(" ")];
}

/** An exec is as harmful as what it starts; the other verbs speak for themselves. */
function dockerRisk(name: string, words: Words, context: Context): CommandRisk {
  const remote = name === "docker" ? dockerWords(words).remote : composeWords(words);
  return remote === null ? dockerVerbRisk(name, words) : channelRisk(`${name} exec`, remote, context);
}
