import { type CommandRisk, readRisk } from "./risk";

type Words = readonly (string | null)[];
type Facts = {
  /** Every one that is given: behind `--next` stands another request. */
  methods: (string | null)[];
  /** A file of flags says what it does, or words of another protocol do. */
  isUnclear: boolean;
  isUpload: boolean;
  hasBody: boolean;
  isGet: boolean;
  writesFile: boolean;
};

/** Flags that write no file. curl takes a long flag also by its beginning, so that any other may. */
const writesNothing =
  /^--(silent|show-error|fail|fail-with-body|include|head|insecure|location|get|verbose|no-buffer|compressed|no-progress-meter|globoff|ipv[46]|http1\.[01]|http2|tlsv1\.\d|basic|request|header|data(-raw|-binary|-ascii|-urlencode)?|json|form|output|max-time|connect-timeout|max-redirs|write-out|user|user-agent|cookie|referer|range|retry(-delay|-max-time|-connrefused|-all-errors)?|resolve|cacert|cert|key|url|noproxy|oauth2-bearer|path-as-is|progress-bar|keepalive-time|unix-socket|proxy)$/;
const bodyFlags = /^--(data(-raw|-binary|-ascii|-urlencode)?|json|form|upload-file)$/;

/** Protocols whose requests a curl of a container writes as the address says. */
const otherProtocol = /^(?!(?:https?|wss?|ftps?|file):)[a-z][a-z0-9+.-]*:\/\//i;

/** What a curl command may do to the server that it reaches, from its methods and body. */
export function curlRisk(words: Words): CommandRisk {
  const facts = readFacts(words);
  if (facts.methods.includes(null) || facts.isUnclear || words.some((word) => otherProtocol.test(word ?? ""))) {
    return { risk: "unknown", reason: "curl's method is only known when it runs" };
  }
  const usual = facts.isUpload ? "PUT" : facts.hasBody && !facts.isGet ? "POST" : "GET";
  const given = facts.methods.map((method) => (method ?? "").toUpperCase());
  const methods = given.length === 0 ? [usual] : given;
  if (methods.includes("DELETE")) {
    return { risk: "destructive", reason: "curl -X DELETE removes what it reaches" };
  }
  const change = methods.find((method) => !/^(?:GET|HEAD|OPTIONS)$/.test(method));
  return change === undefined ? readRisk : { risk: "change", reason: `curl ${change} may change what it reaches` };
}

/** Does the command write a file where it runs? In a container that is a change. */
export function curlWritesFile(words: Words): boolean {
  return readFacts(words).writesFile;
}

function readFacts(words: Words): Facts {
  const facts: Facts = {
    methods: [],
    isUnclear: false,
    isUpload: false,
    hasBody: false,
    isGet: false,
    writesFile: false,
  };
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
  facts.methods.push(...(word === "--request" ? [next] : []));
  facts.isUnclear ||= /^--(?:conf|quo)/.test(word);
  facts.isUpload ||= word === "--upload-file";
  facts.hasBody ||= bodyFlags.test(word);
  facts.isGet ||= word === "--get";
  facts.writesFile ||=
    !writesNothing.test(word) ||
    (word === "--output" && next !== "/dev/null" && next !== "-") ||
    (word === "--write-out" && isFileOutput(next));
}

/** `-sSXPOST`, `-sd @-`: switches, then one flag whose value is the rest of the word or the next one. */
function takeShort(letters: string, next: string | null, facts: Facts): void {
  const at = letters.search(/[XdFToHmwuAbecCrDKxEQ]/);
  const flag = at === -1 ? "" : letters[at];
  const value = letters.slice(at + 1) || next;
  facts.methods.push(...(flag === "X" ? [value] : []));
  facts.isUnclear ||= flag === "K" || flag === "Q";
  facts.isUpload ||= flag === "T";
  facts.hasBody ||= flag === "d" || flag === "F" || flag === "T";
  facts.writesFile ||=
    /O/.test(letters) ||
    /[cDK]/.test(flag ?? "") ||
    (flag === "o" && value !== "/dev/null" && value !== "-") ||
    (flag === "w" && isFileOutput(value));
  facts.isGet ||= (at === -1 ? letters : letters.slice(0, at)).includes("G");
}

/** `%output{file}` of `-w`. */
function isFileOutput(format: string | null): boolean {
  return format?.includes("%output{") === true;
}

/** Flags of wget that only say how and where to; takes long ones by their beginning too, so that any other may do more. */
const wgetPlain =
  /^(?:-(?:[qSvd46]|n[vcdH])*(?:[OTtUwQl][\s\S]*)?|--(?:quiet|no-verbose|verbose|server-response|spider|no-check-certificate|no-proxy|no-cookies|content-on-error|no-cache|no-hsts|inet[46]-only|show-progress|progress|output-document|timeout|dns-timeout|connect-timeout|read-timeout|tries|retry-connrefused|waitretry|wait|max-redirect|header|user-agent|referer|user|password|http-user|http-password|auth-no-challenge|ca-certificate|method|(?:post|body)-(?:data|file)|no-clobber|trust-server-names)(?:=[\s\S]*)?)$/;
const wgetFlagsWithValue =
  /^(?:-(?:[qSvd46]|n[vcdH])*[OTtUwQl]|--(?:output-document|(?:dns-|connect-|read-)?timeout|tries|waitretry|wait|max-redirect|header|user-agent|referer|user|password|http-user|http-password|ca-certificate|method|(?:post|body)-(?:data|file)|progress))$/;

/** What a wget command may do to the server that it reaches. */
export function wgetRisk(words: Words): CommandRisk {
  const sent = words.some((word) => /^--(post|body)-(data|file)(=|$)/.test(word ?? ""));
  const at = words.findIndex((word) => /^--method(=|$)/.test(word ?? ""));
  const written = at === -1 ? undefined : (words[at]?.split("=")[1] ?? words[at + 1] ?? null);
  const isPlain = words.every(
    (word, index) => !word?.startsWith("-") || wgetPlain.test(word) || wgetFlagsWithValue.test(words[index - 1] ?? ""),
  );
  if (written === null || words.includes(null) || !isPlain) {
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
