import { parsePromql } from "@/lib/core/kernel/promql-grammar";
import { commandOfLine, isPlainlyCommand } from "@/lib/core/shell/command-line";
import type { CodeReading } from "./code-reading";
import { type ForeignText, foreignText, isClientLine } from "./foreign-text";
import { isClosedShell, parsesAsShell } from "./parses-as-shell";
import { commandAfterPrompt, promptReader } from "./prompts";
import { isForRouter } from "./router-lines";

const shellNames = new Set(
  `bash sh shell zsh ksh dash console terminal shell-session shellsession sh-session session cmd command commands
shellscript shell-script bash-session ssh cli kubectl docker curl`.split(/\s+/),
);
const configurationNames = new Set(
  `yaml yml json json5 jsonc toml ini conf cfg config properties env dotenv hcl tf terraform xml nginx apache dockerfile
docker-file makefile cron crontab systemd puppet csv jsonnet cue editorconfig haproxy service logstash`.split(/\s+/),
);
const diagramNames = new Set(["mermaid", "plantuml", "puml", "dot", "graphviz", "ascii", "asciiart", "ditaa", "d2"]);
/** Languages of which a line may read as a command: `kill 1234;`, `set -x`, and examples of whole documents. */
const otherNames = new Set(
  "sql postgresql pgsql mysql plsql tsql cql markdown md mdx vim viml vimscript cmake diff patch".split(" "),
);
/** Tags that say nothing of the content, or say "output" of a command that stands there too. */
const vagueNames = new Set([
  "",
  "text",
  "txt",
  "plain",
  "plaintext",
  "none",
  "code",
  "raw",
  "default",
  "output",
  "log",
]);

/** What a fenced block holds: by its tag, and by its words where the tag says nothing or something else. */
export function readCode(tag: string, text: string): CodeReading {
  const name = tagName(tag);
  if (shellNames.has(name)) {
    return readShellTagged(name, text);
  }
  if (name === "promql" || name === "metricsql" || name === "logql") {
    return { content: "query", because: `tagged ${name}` };
  }
  if (diagramNames.has(name)) {
    return { content: "diagram", because: `tagged ${name}` };
  }
  if (vagueNames.has(name)) {
    return readUntagged(name, text);
  }
  return !otherNames.has(name) && (isAllCommands(text) || isFedByHeredoc(text))
    ? { content: "commands", because: `tagged ${name}, but it is commands` }
    : { content: configurationNames.has(name) ? "configuration" : "other-language", because: `tagged ${name}` };
}

/** Whether a text is nothing but commands, each on a line or more of its own. */
function isAllCommands(text: string): boolean {
  const [first = ""] = /^(?!\s*(?:#|$)).*/m.exec(text) ?? [];
  if (commandOfLine(commandAfterPrompt(first) ?? first) === null) {
    return false;
  }
  const lines = text
    .replace(/\\\n/g, " ")
    .split("\n")
    .filter((line) => !/^\s*(?:#|$)/.test(line));
  return (
    lines.length > 0 &&
    lines.every((line) => !line.endsWith(";") && isPlainlyCommand(commandAfterPrompt(line) ?? line)) &&
    lines.every((line) => parsesAsShell(commandAfterPrompt(line) ?? line))
  );
}

/** `kubectl apply -f - <<EOF`, the document that it is given, and nothing that bash would not read. */
function isFedByHeredoc(text: string): boolean {
  const [first = ""] = /^(?!\s*(?:#|$)).*/m.exec(text) ?? [];
  return /<<-?\s*["']?\w/.test(first) && isPlainlyCommand(first) && isClosedShell(text);
}

/** `{.bash .numberLines}`, `bash=`, `bash title="x"`: the language's bare name. */
function tagName(tag: string): string {
  return (/^[\s{.]*([\w+#-]*)/.exec(tag)?.[1] ?? "").toLowerCase();
}

function readShellTagged(name: string, text: string): CodeReading {
  if (looksLikePromql(text)) {
    return { content: "query", because: `tagged ${name}, but it is PromQL` };
  }
  const foreign = routerText(text) ?? (firstCommand(text) === null ? (foreignText(text) ?? printedText(text)) : null);
  return foreign
    ? { content: foreign.content, because: `tagged ${name}, but it ${foreign.because}` }
    : { content: "commands", because: `tagged ${name}` };
}

/** ` - alertname = DiskFull`, `notAfter=Aug  6 2025`, a sentence: no line of a text begins as a program's name does. */
function printedText(text: string): ForeignText | null {
  const lines = text.split("\n").filter((line) => !/^\s*(?:#|$)/.test(line));
  return lines.length > 0 && lines.every((line) => printed.test(line))
    ? { content: "output", because: "is what a program prints", isCertain: false }
    : null;
}

const printed =
  /^\s*(?:[-*•]\s|\.{3}|[\w.]+(?: = |\s*=\S+\s+\d)|[A-Z][a-z]+(?: [\w'’,()-]+){2,}[.:!]?$|[A-Z][\w ]{1,40}:\s)/;

/** `clear` and `set` are commands of a shell, too. */
function routerText(text: string): ForeignText | null {
  return isForRouter(text)
    ? { content: "other-language", because: "is typed at a router or a switch", isCertain: true }
    : null;
}

function readUntagged(name: string, text: string): CodeReading {
  const router = routerText(text);
  if (router !== null) {
    return { content: router.content, because: router.because };
  }
  const foreign = foreignText(text);
  const because = commandsBecause(text, foreign);
  if (because !== null) {
    return { content: "commands", because };
  }
  if (!foreign?.isCertain && looksLikePromql(text)) {
    return { content: "query", because: "reads as PromQL" };
  }
  if (foreign) {
    return { content: foreign.content, because: foreign.because };
  }
  const said = name === "" ? "no language is named" : `tagged ${name}`;
  return {
    content: name === "output" || name === "log" ? "output" : "text",
    because: `${said}, and no line is a command`,
  };
}

/** Why a text without a tag is commands; null when it is not. */
function commandsBecause(text: string, foreign: ForeignText | null): string | null {
  const first = firstCommand(text);
  if (first === null) {
    return isSuperusers(text, foreign) ? "begins with a superuser's prompt" : null;
  }
  // "psql", and below it what is typed at its prompt: the command is one.
  const opensClient = first.isAtStart && text.split("\n").some(isClientLine);
  // What a request answers is no reason to overlook it.
  const isAnswered = first.isAtStart && foreign?.because === "is JSON";
  const isSure = first.isPrompted || first.isAtStart || foreign === null;
  return isSure && (first.isPrompted || opensClient || isAnswered || !foreign?.isCertain)
    ? `begins as a command does: ${first.program}`
    : null;
}

/** `# kubectl get pods` over its output; over a manifest it is a comment. */
function isSuperusers(text: string, foreign: ForeignText | null): boolean {
  const isOutput = foreign === null || foreign.content === "output" || foreign.content === "diagram";
  return isOutput && /^\s*# \S/.test(text) && (promptReader(text.split("\n")) !== null || isPromptedOnly(text));
}

function isPromptedOnly(text: string): boolean {
  return text
    .trim()
    .split("\n")
    .every((line) => line.startsWith("# ") && isPlainlyCommand(line.slice(2)));
}

/** The first line of a text that is a command, comments left aside; null when none is. */
function firstCommand(
  text: string,
): { readonly program: string; readonly isAtStart: boolean; readonly isPrompted: boolean } | null {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const own = lines.filter((line) => !/^\s*(?:#|\/\/)/.test(line) || commandAfterPrompt(line) !== null);
  for (const [index, line] of own.entries()) {
    const prompted = commandAfterPrompt(line);
    const program = commandOfLine(prompted ?? line);
    if (prompted !== null || program !== null) {
      return { program: program ?? prompted ?? "", isAtStart: index === 0, isPrompted: prompted !== null };
    }
  }
  return null;
}

/**
 * A metric under a selector or an operator (`lsb_release -a` is a call), or one whose name says its unit; a function over
 * something.
 */
const metric =
  /\b[a-z]\w*_\w+(?!\s+-[a-z])\s*(?:[{[]|[-+*/<>]=?\s*[\d(a-z])|\b[a-z]\w*_(?:total|bytes|seconds|count|sum|bucket|ratio|info)\b|^\w+:\w+:\w+|\b(?:sum|avg|max|min|count|rate|irate|increase|topk|bottomk|histogram_quantile|predict_linear|deriv|i?delta|absent|\w+_over_time|label_replace)\s*(?:(?:by|without)\s*\([^)]*\)\s*)?\(|^up\b\s*[{=]/i;

/** The whole text, each of its lines, or what blank lines part is a PromQL expression, and no line a command. */
function looksLikePromql(text: string): boolean {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => !/^(?:#|\/\/)/.test(line));
  const whole = lines.filter((line) => line !== "");
  return (
    commandOfLine(whole[0] ?? "") === null &&
    metric.test(text) &&
    whole.every((line) => commandOfLine(line) === null || matcher.test(line)) &&
    (isPromql(whole.join("\n")) ||
      (whole.length > 1 &&
        (whole.every(isPromql) ||
          lines
            .join("\n")
            .trim()
            .split(/\n{2,}/)
            .every(isPromql))))
  );
}

/** `namespace="shop",` on a line of its own. */
const matcher = /^[a-z_]\w*\s*(?:=~?|!=|!~)\s*"[^"]*",?$/;

function isPromql(text: string): boolean {
  return metric.test(text) && parsePromql(text) !== null;
}
