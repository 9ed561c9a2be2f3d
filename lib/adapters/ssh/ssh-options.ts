import "server-only";
import { failed, ok, type Result } from "@/lib/core/kernel/result";

export type SshOptions = {
  readonly timeoutMs: number;
  /** What was ignored, and why: one sentence each. */
  readonly notes: readonly string[];
};

const DEFAULT_TIMEOUT_MS = 10_000;

/** Flags that change nothing for a program without a terminal. */
const harmless = /^-[46CTnqtx]+$/;
/** Options that change nothing here. */
const tolerated =
  /^(?:batchmode|loglevel|serveraliveinterval|serveralivecountmax|connectionattempts|requesttty|compression|tcpkeepalive)$/;
/** Options that would weaken the check of the host's key, which the configuration alone decides. */
const decidedHere = /^(?:stricthostkeychecking|userknownhostsfile|globalknownhostsfile|checkhostip)$/;

type Effect = { readonly timeoutMs: number | null; readonly notes: readonly string[] };

const nothing: Effect = { timeoutMs: null, notes: [] };

/** Reads ssh's flags. What would be a guess is an error in one sentence. */
export function readSshOptions(options: readonly string[]): Result<SshOptions, string> {
  const notes: string[] = [];
  let timeoutMs = DEFAULT_TIMEOUT_MS;
  for (const [letter, value] of pairsOf(options)) {
    const effect = effectOf(letter, value);
    if (!effect.ok) {
      return effect;
    }
    timeoutMs = effect.value.timeoutMs ?? timeoutMs;
    notes.push(...effect.value.notes);
  }
  return ok({ timeoutMs, notes });
}

/** Each flag with its value: `-p 22` and `-p22` alike; one without a value stands as it is. */
function pairsOf(options: readonly string[]): readonly (readonly [string, string])[] {
  const left = [...options];
  const pairs: (readonly [string, string])[] = [];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (/^-[pliFo]$/.test(word)) {
      pairs.push([word, left.shift() ?? ""]);
    } else {
      pairs.push(/^-[pliFo]/.test(word) ? [word.slice(0, 2), word.slice(2)] : [word, ""]);
    }
  }
  return pairs;
}

function effectOf(flag: string, value: string): Result<Effect, string> {
  switch (flag) {
    case "-o":
      return optionEffect(value);
    case "-i":
    case "-F":
      return ok({
        timeoutMs: null,
        notes: [`${flag} ${value} is ignored: keys and hosts come from the configuration`],
      });
    case "-p":
    case "-l":
      return ok(nothing);
    default:
      return harmless.test(flag) ? ok(nothing) : failed(`${flag} is not done from here`);
  }
}

function optionEffect(text: string): Result<Effect, string> {
  const [, name = "", value = ""] = /^\s*(\w+)\s*[=\s]\s*(.*)$/.exec(text) ?? [];
  const known = name.toLowerCase();
  if (known === "connecttimeout" && Number(value) > 0) {
    return ok({ timeoutMs: Number(value) * 1_000, notes: [] });
  }
  if (decidedHere.test(known)) {
    return ok({ timeoutMs: null, notes: [`-o ${text} is ignored: host keys are checked against the configured file`] });
  }
  return tolerated.test(known) ? ok(nothing) : failed(`-o ${text} is not done from here`);
}
