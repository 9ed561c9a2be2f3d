import type { CodeContent } from "./code-reading";

/** What a text is that is not shell. `isCertain`: so plainly that a line like a command in it is none. */
export type ForeignText = {
  readonly content: Exclude<CodeContent, "commands" | "query">;
  readonly because: string;
  readonly isCertain: boolean;
};

type Sign = {
  readonly content: ForeignText["content"];
  readonly because: string;
  readonly isCertain?: boolean;
  /** On the whole text, or with `share` on that part of its lines. */
  readonly pattern: RegExp;
  readonly share?: number;
};

const AT_CLIENT = "is a prompt of a database's client";

const signs: readonly Sign[] = [
  {
    content: "other-language",
    because: AT_CLIENT,
    pattern: clientPrompt(),
    isCertain: true,
  },
  {
    content: "diagram",
    because: "is drawn with lines",
    isCertain: true,
    pattern: /[─│┌┐└┘├┤┬┴┼═║╔╗╚╝▼▲►◄]|^\s*\+-{3,}\+|\|\s*\n\s*v\b|^\s*\|?--?>/m,
  },
  {
    content: "other-language",
    because: AT_CLIENT,
    pattern:
      /^\s*(?:(?:mysql|mariadb(?: \[[^\]\n]*\])?|sqlite|cqlsh(?::\w+)?|[\w-]+:(?:primary|secondary|arbiter)|(?:\d{1,3}(?:\.\d{1,3}){3}|[a-z][\w.-]*):\d{2,5}(?:\[\d+\])?|rs\d* \[[^\]\n]*\] \w+)> ?|\[zk: [^\]\n]*\] |\w+=# )\S|^\s*\w+[=-][#>] ?(?:select|insert|update|delete|create|alter|drop|show|set|grant|revoke|explain|vacuum|begin|commit)\b/im,
    isCertain: true,
  },
  { content: "other-language", because: "is Python at its prompt", pattern: /^\s*>>> \S/m, isCertain: true },
  {
    content: "other-language",
    because: "is PowerShell",
    pattern:
      /^\s*(?:PS(?: [A-Z]:\\[^>\n]*)?> |\$\w+(?:[.:]\w+)* = |(?:Get|Set|New|Remove|Start|Stop|Restart|Test|Invoke|Import|Install|Enable|Disable|Add|Write|Connect)-[A-Z]\w+)/m,
  },
  {
    content: "other-language",
    because: "is of the Windows command line",
    pattern:
      /^\s*(?:[A-Z]:\\[^>\n]*>|@?echo off\b|(?:sc(?:\.exe)? (?:query|queryex|start|stop|config|qc)|net (?:start|stop|use|user)|ipconfig|tasklist|taskkill|iisreset|schtasks|wevtutil|netsh|sfc|chkdsk|robocopy|wmic)\b)/im,
  },
  {
    content: "configuration",
    because: "is JSON",
    pattern: /^\s*[[{][\s\S]*"[\w./ -]+"\s*:[\s\S]*[\]}]\s*$/,
    isCertain: true,
  },
  {
    content: "configuration",
    because: "is JSON",
    pattern: /^\s*(?:[\]}{]|\[(?![\w .-]+\]\s*\S))|^\s*"[\w./ -]+"\s*:/,
    share: 0.7,
    isCertain: true,
  },
  {
    content: "configuration",
    because: "is XML",
    pattern: /^\s*<(?:\?xml|!--|\/?[a-z][\w:.-]*(?:\s+[\w:.-]+="[^"]*")*\s*\/?>.*<)/i,
  },
  {
    content: "other-language",
    because: "is SQL",
    pattern:
      /^\s*(?:--[^\n]*\n\s*)*(?:SELECT|INSERT INTO|UPDATE\s+\S+\s+SET|DELETE FROM|CREATE (?:TABLE|INDEX|USER|DATABASE|ROLE|EXTENSION|UNIQUE)|ALTER (?:TABLE|SYSTEM|USER|DATABASE|ROLE|INDEX)|DROP (?:TABLE|INDEX|DATABASE|USER)|EXPLAIN|VACUUM|ANALYZE\b|REINDEX|GRANT|REVOKE|TRUNCATE|SHOW|SET (?:GLOBAL|SESSION)|CHANGE MASTER|START SLAVE|STOP SLAVE|BEGIN;|COMMIT;)\b[\s\S]*/,
  },
  { content: "configuration", because: "is a crontab", pattern: /^\s*(?:[\d*/,-]+\s+){5}\S/, share: 1 },
  {
    content: "other-language",
    because: "is JavaScript",
    pattern:
      /^\s*(?:(?:const|let|var) [\w{[][^\n]*=|import .* from ["']|export (?:default|const|function|class)|(?:async )?function\s*\w*\(|module\.exports|(?:await )?\w+(?:\.\w+)+\(.*\);?$|console\.log\(|\/\/ \S)/m,
  },
  {
    content: "other-language",
    because: "is Rust",
    pattern: /^\s*(?:pub )?(?:fn \w+|impl\b|struct \w+|use \w+::|let mut |#\[\w+)/m,
  },
  {
    content: "other-language",
    because: "is Go",
    pattern: /^\s*(?:func \(?\w|package \w+$|type \w+ (?:struct|interface)|\w+(?:, \w+)* := )/m,
  },
  {
    content: "other-language",
    because: "is Python",
    pattern:
      /^\s*(?:def \w+\(.*\).*:|class \w+.*:|from [\w.]+ import |import \w+(?:\.\w+)*$|print\(|with open\(|(?:el)?if .*:$|for \w+ in .*:$)/m,
  },
  {
    content: "other-language",
    because: "is Java",
    pattern: /^\s*(?:public|private|protected) (?:static |final |class )*\w+/m,
  },
  {
    content: "other-language",
    because: "is Ruby",
    pattern: /^\s*(?:irb|puts |require ['"]|[A-Z]\w+(?:::\w+)+(?:\.|$)|def \w+$)/m,
  },
  {
    content: "other-language",
    because: "is a request of HTTP",
    pattern: /^\s*(?:GET|POST|PUT|PATCH|DELETE|HEAD) \/?[\w%]\S*/,
  },
  {
    content: "output",
    because: "is an answer of HTTP",
    pattern: /^\s*HTTP\/\d/,
  },
  { content: "configuration", because: "is INI or TOML", pattern: /^\s*\[[\w. "-]+\]\s*\n\s*[\w.-]+\s*=/m },
  {
    content: "configuration",
    because: "is YAML",
    pattern: /^\s*(?:- )?["']?[\w./$-]+["']?:(?:\s|$)|^\s*- \S|^---$/,
    share: 0.85,
  },
  {
    content: "configuration",
    because: "is HCL or a server's configuration",
    pattern: /^\s*\w[\w.-]*(?:\s+"?[\w./*~^$-]+"?)*\s*\{\s*$/m,
  },
  {
    content: "configuration",
    because: "is a Dockerfile",
    pattern: /^\s*FROM \S+(?: AS \w+)?\n(?:.*\n)*\s*(?:RUN|COPY|CMD|ENTRYPOINT) /m,
  },
  {
    content: "output",
    because: "is a table of a command's output",
    pattern: /^\s*[A-Z][A-Z0-9_%()/-]+(?:\s{2,}|\t)[A-Z]/,
  },
  { content: "output", because: "is a program's help", pattern: /^\s*(?:usage:|-{1,2}[a-z][\w-]*(?:[=,\s]|$))/i },
  {
    content: "output",
    because: "is a program's output",
    pattern:
      /^\s*(?:\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\[?\w{3} +\d{1,2} \d\d:\d\d:\d\d|[IWEF]\d{4} \d\d:|(?:level|time|ts|msg)=|\[[A-Za-z][\w .-]*\] [A-Za-z]|Error(?: from server)?\b|ERROR|FATAL|WARN|INFO|panic:|fatal:|error:|Traceback|Exception|Caused by:|\s+at [\w.$<>]+\()/m,
  },
  {
    content: "output",
    because: "is a listing or a tree of files",
    pattern: /^\s*(?:[-dlbcps](?:[r-][w-][xsStT-]){3}|total \d+)/m,
  },
  { content: "diagram", because: "is drawn with arrows", pattern: /^(?!\s*#).*\S\s+-{1,2}>\s+\S/m },
];

function clientPrompt(): RegExp {
  return /^\s*(?:mysql|mariadb(?: \[\w*\])?|MariaDB \[[^\]]*\]|\w+(?:=|-)[#>]|(?:\d{1,3}(?:\.\d{1,3}){3}|localhost|redis)(?::\d+)?(?:\[\d+\])?>|mongo|>|sqlite|cqlsh|irb\([^)]*\):\d+:\d+|rs\d*:\w+)>? ?(?:SELECT|SHOW|INFO|GET|SET|KEYS|db\.|rs\.|sh\.|use |\\[a-z]|[A-Z]{4,}\b)/m;
}

/** Whether a line is what somebody typed at the prompt of a database's client. */
export function isClientLine(line: string): boolean {
  return /[>#] ?\S/.test(line) && (clientLine.test(line) || clientSigns.some(({ pattern }) => pattern.test(line)));
}

const clientSigns = signs.filter(({ because }) => because === AT_CLIENT);

/** `> eth.syncing`: a name, and no path or file that a redirection would empty. */
const clientLine = /^> (?![\w.-]*\.(?:log|txt|out|err|json|ya?ml)\b)[A-Za-z]\w*(?:\.\w+)*(?:\(.*)?(?:\s|$)/;

/** What a text is when it is no shell; null when nothing says so. */
export function foreignText(text: string): ForeignText | null {
  const lines = text.split("\n").filter((line) => !/^\s*(?:#|$)/.test(line));
  if (lines.length === 0) {
    return null;
  }
  const found = signs.find(({ pattern, share }) =>
    share === undefined ? pattern.test(text) : shareOf(lines, pattern) >= share,
  );
  return found ? { content: found.content, because: found.because, isCertain: found.isCertain === true } : null;
}

function shareOf(lines: readonly string[], pattern: RegExp): number {
  return lines.filter((line) => pattern.test(line)).length / lines.length;
}
