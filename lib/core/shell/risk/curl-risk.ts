import { type CommandRisk, readRisk } from "./risk";

type Words = readonly (string | null)[];
type Facts = {
  method: string | null | undefined;
  /** A file of flags says what it does. */
  hasFlagFile: boolean;
  hasBody: boolean;
  isGet: boolean;
  writesFile: boolean;
};

/** Flags that write no file. curl takes a long flag also by its beginning, so that any other may. */
const writesNothing =
  /^--(silent|show-error|fail|fail-with-body|include|head|insecure|location|get|verbose|no-buffer|compressed|no-progress-meter|globoff|ipv[46]|http1\.[01]|http2|tlsv1\.\d|basic|request|header|data(-raw|-binary|-ascii|-urlencode)?|json|form|output|max-time|connect-timeout|max-redirs|write-out|user|user-agent|cookie|referer|range|retry(-delay|-max-time|-connrefused|-all-errors)?|resolve|cacert|cert|key|url|noproxy|oauth2-bearer|path-as-is|progress-bar|keepalive-time|unix-socket|proxy)$/;
const bodyFlags = /^--(data(-raw|-binary|-ascii|-urlencode)?|json|form|upload-file)$/;

/** What a curl command may do to the server that it reaches, from its method and body. */
export function curlRisk(words: Words): CommandRisk {
  const facts = readFacts(words);
  if (facts.method === null || facts.hasFlagFile) {
    return { risk: "unknown", reason: "curl's method is only known when it runs" };
  }
  const method = facts.method?.toUpperCase() ?? (facts.hasBody && !facts.isGet ? "POST" : "GET");
  if (method === "DELETE") {
    return { risk: "destructive", reason: "curl -X DELETE removes what it reaches" };
  }
  const isRead = method === "GET" || method === "HEAD" || method === "OPTIONS";
  return isRead ? readRisk : { risk: "change", reason: `curl ${method} may change what it reaches` };
}

/** Does the command write a file where it runs? In a container that is a change. */
export function curlWritesFile(words: Words): boolean {
  return readFacts(words).writesFile;
}

function readFacts(words: Words): Facts {
  const facts: Facts = { method: undefined, hasFlagFile: false, hasBody: false, isGet: false, writesFile: false };
  for (const [index, word] of words.entries()) {
    const next = words[index + 1] ?? null;
    if (word?.startsWith("--")) {
      takeLong(word, next, facts);
    } else if (word?.startsWith("-")) {
      takeShort(word.slice(1), next, facts);
    }
  }
  return facts;
}

function takeLong(word: string, next: string | null, facts: Facts): void {
  facts.method = word === "--request" ? next : facts.method;
  facts.hasFlagFile ||= word.startsWith("--conf");
  facts.hasBody ||= bodyFlags.test(word);
  facts.isGet ||= word === "--get";
  facts.writesFile ||= !writesNothing.test(word) || (word === "--output" && next !== "/dev/null" && next !== "-");
}

/** `-sSXPOST`, `-sd @-`: switches, then one flag whose value is the rest of the word or the next one. */
function takeShort(letters: string, next: string | null, facts: Facts): void {
  const at = letters.search(/[XdFToHmwuAbecCrDKxEQ]/);
  const flag = at === -1 ? "" : letters[at];
  const value = letters.slice(at + 1) || next;
  facts.method = flag === "X" ? value : facts.method;
  facts.hasFlagFile ||= flag === "K";
  facts.hasBody ||= flag === "d" || flag === "F" || flag === "T";
  facts.writesFile ||=
    /O/.test(letters) || /[cDK]/.test(flag ?? "") || (flag === "o" && value !== "/dev/null" && value !== "-");
  facts.isGet ||= (at === -1 ? letters : letters.slice(0, at)).includes("G");
}

/** What a wget command may do to the server that it reaches. */
export function wgetRisk(words: Words): CommandRisk {
  const sent = words.some((word) => /^--(post|body)-(data|file)(=|$)/.test(word ?? ""));
  const at = words.findIndex((word) => /^--method(=|$)/.test(word ?? ""));
  const written = at === -1 ? undefined : (words[at]?.split("=")[1] ?? words[at + 1] ?? null);
  if (written === null || words.includes(null)) {
    return { risk: "unknown", reason: "what wget sends is only known when it runs" };
  }
  const method = written?.toUpperCase() ?? (sent ? "POST" : "GET");
  if (method === "DELETE") {
    return { risk: "destructive", reason: "wget --method=DELETE removes what it reaches" };
  }
  return method === "GET" || method === "HEAD"
    ? readRisk
    : { risk: "change", reason: `wget ${method} may change what it reaches` };
}

/** Does it write a file where it runs? It does unless told otherwise. */
export function wgetWritesFile(words: Words): boolean {
  const isKept = words.some(
    (word, at) =>
      word === "--spider" ||
      /^(?:-[a-zA-Z]*O|--output-document=)(?:-|\/dev\/null)$/.test(word ?? "") ||
      (/^(?:-[a-zA-Z]*O|--output-document)$/.test(word ?? "") && /^(?:-|\/dev\/null)$/.test(words[at + 1] ?? "")),
  );
  return !isKept;
}
