import { remoteScript } from "../logins";
import { analyseScript, plainCommand, type ShellCommand } from "../script/analyse-script";
import { composeVerb, dockerWords } from "../script/docker-words";
import { kubectlWords } from "../script/kubectl-words";
import { wrappedCommand } from "../script/wrapped-command";
import { repeatingLoop } from "./repeating-loop";

type Words = ShellCommand["words"];

/** Pauses that add up to more are waited for. */
const LONG_PAUSE_SECONDS = 30;

const secondsPer: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600, d: 86_400 };

/**
 * Whether a script is live: it follows or watches something, waits for it, or pauses for long. Somebody looks at such a
 * run, so that it may last longer than one that only does something.
 */
export function goesOn(script: string): boolean {
  const inner = remoteScript(script);
  if (inner !== null && goesOn(inner.script)) {
    return true;
  }
  const { commands } = analyseScript(script);
  return repeatingLoop(script) !== null || commands.some(isLive) || pauseSeconds(commands) > LONG_PAUSE_SECONDS;
}

function isLive({ name, words }: ShellCommand): boolean {
  switch (name) {
    case "watch":
      return true;
    case "kubectl":
    case "oc":
      return isLiveKubectl(words);
    case "docker":
      return isLiveDocker(dockerWords(words).rest);
    case "docker-compose":
      return composeVerb(words)[0] === "logs" && follows(words);
    case "tail":
      return words.some((word) => /^-\d*[fF]\d*$|^--follow/.test(word ?? ""));
    case "redis-cli":
      return words.some((word) =>
        /^(?:--stat|--latency|--latency-history|--latency-dist|monitor|subscribe)$/i.test(word ?? ""),
      );
    default:
      return name !== null && isLiveInside(name, words);
  }
}

function isLiveInside(name: string, words: Words): boolean {
  const inner = name === "ssh" ? undefined : wrappedCommand(name, words);
  if (name === "ssh") {
    return words.some((word) => word?.includes(" ") && goesOn(word)) || isLive(plainCall(words.slice(1)));
  }
  if (inner === undefined) {
    return false;
  }
  return "script" in inner ? inner.script !== null && goesOn(inner.script) : isLive(plainCall(inner.words));
}

function plainCall([name = null, ...words]: Words): ShellCommand {
  return plainCommand(name, words);
}

function isLiveKubectl(words: Words): boolean {
  const { verb, remote } = kubectlWords(words);
  if (remote !== null && remote.length > 0) {
    return isLive(plainCall(remote));
  }
  return /^(?:wait|rollout status|port-forward)$/.test(verb) || (verb === "logs" ? follows(words) : watches(words));
}

function isLiveDocker(rest: Words): boolean {
  const [verb, ...words] = rest[0] === "container" || rest[0] === "compose" ? composeVerb(rest.slice(1)) : rest;
  switch (verb) {
    case "logs":
      return follows(words);
    case "stats":
      return !words.includes("--no-stream");
    case "events":
      return !words.some((word) => word?.startsWith("--until"));
    case "wait":
      return true;
    default:
      return false;
  }
}

function follows(words: Words): boolean {
  return words.some((word) => /^-[a-zA-Z]*f$|^--follow(?:=true)?$/.test(word ?? ""));
}

function watches(words: Words): boolean {
  return words.some((word) => /^(?:-w|--watch(?:=true)?|--watch-only(?:=true)?)$/.test(word ?? ""));
}

function pauseSeconds(commands: readonly ShellCommand[]): number {
  return commands
    .filter(({ name }) => name === "sleep")
    .reduce((total, { words }) => {
      const [, count, unit = ""] = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(words[0] ?? "") ?? [];
      return total + Number(count ?? 0) * (secondsPer[unit] ?? 1);
    }, 0);
}
