import { composeVerb, dockerWords, isVerbClear } from "../script/docker-words";
import { redisRisk } from "./redis-risk";
import { type CommandRisk, readRisk, worse } from "./risk";
import { sqlRisk } from "./sql-risk";

type Words = readonly (string | null)[];

/** Programs other than kubectl and curl that have verbs of their own. */
export const programRisks: ReadonlyMap<string, (words: Words) => CommandRisk> = new Map([
  ["psql", psqlRisk],
  ["redis-cli", redisCliRisk],
  ["systemctl", systemctlRisk],
  ["nc", ncRisk],
]);

const dockerReads =
  /^(ps|logs|stats|inspect|images|top|version|info|events|port|diff|history|ls|df|(container|image|volume|network|system|compose|service|node|stack|config|secret|context|plugin|builder) (ls|list|ps|logs|inspect|df|info|top|stats|images|config|events|port|diff))$/;
const dockerRemovals = /(^| )(rm|rmi|prune|kill|down|remove|leave)$/;

/** The risk of a verb of `docker` or `docker-compose` other than exec. */
export function dockerVerbRisk(name: string, words: Words): CommandRisk {
  const behind = name === "docker" ? dockerWords(words).rest : ["compose", ...words];
  const rest = behind[0] === "compose" ? ["compose", ...composeVerb(behind.slice(1))] : behind;
  const operands = rest.filter((word) => word === null || !word.startsWith("-"));
  if (operands[0] === null || !isVerbClear(words)) {
    return { risk: "unknown", reason: "the docker command is only known when it runs" };
  }
  const [first = "", second] = operands;
  const isGroup =
    /^(container|image|volume|network|system|compose|service|node|stack|config|secret|context|plugin|builder|buildx|swarm)$/.test(
      first,
    );
  const verb = isGroup ? `${first} ${second ?? ""}` : first;
  if (dockerReads.test(verb)) {
    return readRisk;
  }
  return dockerRemovals.test(verb)
    ? { risk: "destructive", reason: `docker ${verb} ends or removes what runs` }
    : { risk: "change", reason: `docker ${verb} changes what runs` };
}

function change(reason: string): CommandRisk {
  return { risk: "change", reason };
}

function worstOf(risks: readonly CommandRisk[]): CommandRisk {
  return risks.reduce((worst, one) => (worse(worst.risk, one.risk) === worst.risk ? worst : one), readRisk);
}

const psqlLong =
  /^--(?:command|dbname|field-separator(?:-zero)?|host|port|pset|record-separator(?:-zero)?|table-attr|username|set|variable|echo-(?:all|errors|queries|hidden)|no-align|expanded|html|csv|list|tuples-only|no-psqlrc|quiet|single-(?:line|step|transaction)|no-password|password|version)(?:=|$)/;
const psqlSwitches = /^-[aAbeEHlnqsStwWxXVz01]*/;

/** A flag that reads statements from a file, or that writes one or starts a program (`-o '|…'`): `-f`, `-L`, `-o`. */
function isPsqlFlagOpaque(word: string): boolean {
  if (word.startsWith("--")) {
    return word !== "--" && !psqlLong.test(word);
  }
  const rest = word.startsWith("-") ? word.replace(psqlSwitches, "") : "";
  return rest !== "" && !/^[cdFhpPRTUv]/.test(rest);
}

const psqlFlagsWithValue = /^-[aAbeEHlnqsStwWxXVz01]*[cdFhpPRTUv]$/;

/** Every `-c` counts; statements from a file or standard input cannot be seen. */
function psqlRisk(words: Words): CommandRisk {
  const statements = words.flatMap((word, index) =>
    /^(?:-[aAbeEHlnqsStwWxXVz01]*c|--command)$/.test(word ?? "")
      ? [words[index + 1] ?? null]
      : (word?.match(/^(?:--command=|-[aAbeEHlnqsStwWxXVz01]*c)([\s\S]+)/)?.[1] ?? []),
  );
  const isValue = (index: number) => psqlFlagsWithValue.test(words[index - 1] ?? "");
  const isAsked = (word: string | null, index: number) =>
    /^(?:-l|--list|--version)$/.test(word ?? "") && !isValue(index);
  const isOpaque = words.some((word, index) => word !== null && !isValue(index) && isPsqlFlagOpaque(word));
  if (statements.length === 0 && !isOpaque && words.some(isAsked)) {
    return readRisk;
  }
  // Each by itself: a quote that one leaves open hides nothing of the next.
  const said = statements.map((text) =>
    text === null ? change("psql runs statements that cannot be looked into") : sqlRisk(text),
  );
  const opaque = isOpaque ? [change("psql reads or writes files, or starts a program")] : [];
  return said.length === 0 ? change("psql runs statements that cannot be looked into") : worstOf([...said, ...opaque]);
}

const redisFlagsWithValue =
  /^(-h|-p|-a|-n|-u|-i|-r|-s|-t|-d|-D|--user|--pass|--sni|--cacert|--cacertdir|--cert|--key|--pattern|--count)$/;

const redisPlainFlags = /^(?:-[23cex]|--(?:tls|raw|no-raw|csv|json|no-auth-warning|askpass|insecure))$/;

/** Whether redis-cli waits for somebody to type: it has no command, and no flag that does something. */
export function opensRedisSession(words: Words): boolean {
  return words.every(isPlainIn(words));
}

/** A flag that says where and how, or the value of one. */
function isPlainIn(words: Words): (word: string | null, index: number) => boolean {
  return (word, index) =>
    redisFlagsWithValue.test(words[index - 1] ?? "") ||
    (word !== null && (redisFlagsWithValue.test(word) || redisPlainFlags.test(word)));
}

function redisCliRisk(words: Words): CommandRisk {
  const operands = words.filter(
    (word, index) => !word?.startsWith("-") && !redisFlagsWithValue.test(words[index - 1] ?? ""),
  );
  const flags = words.slice(0, words.indexOf(operands[0] ?? ""));
  if (operands.length > 0) {
    const said = redisRisk(operands);
    return said.risk === "read" && !flags.every(isPlainIn(flags))
      ? change("redis-cli is told more than a command")
      : said;
  }
  return words.some((word) => /^--(bigkeys|memkeys|hotkeys|stat|latency|scan|version)/.test(word ?? ""))
    ? readRisk
    : { risk: "change", reason: "redis-cli runs commands that cannot be looked into" };
}

const systemctlSwitches =
  /^(?:-[alqr]+|--(?:user|system|no-pager|full|all|quiet|failed|no-legend|recursive|plain)|--\w[\w-]*=.*)$/;

function systemctlRisk(words: Words): CommandRisk {
  // Behind a flag that is not known, the next word may be its value.
  const verb = words.find((word) => word === null || !systemctlSwitches.test(word)) ?? "";
  return /^(status|show|list-units|is-active|is-enabled|cat)$/.test(verb)
    ? readRisk
    : { risk: "change", reason: `systemctl ${verb} changes a service` };
}

/** The risk of scp in a script: a file of a host becomes one of the script; what is copied to a host changes it. */
export function scpRisk(words: Words): CommandRisk {
  const target = words.at(-1);
  return target === null || target?.includes(":")
    ? { risk: "change", reason: "scp writes files of the host" }
    : readRisk;
}

/** Only a connect check sends nothing. */
function ncRisk(words: Words): CommandRisk {
  const flags = words.filter((word) => word === null || /^-./.test(word));
  const onlyConnects = flags.every((word) => /^-[zvnu46wiGq]+\d*$/.test(word ?? ""));
  return onlyConnects && flags.some((word) => word?.includes("z")) ? readRisk : change("nc sends what it is given");
}
