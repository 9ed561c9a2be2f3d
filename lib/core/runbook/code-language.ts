/** What a fenced block holds. */
export type CodeLanguage = "shell" | "promql" | "other";

const shellNames = new Set([
  "bash",
  "sh",
  "shell",
  "zsh",
  "console",
  "terminal",
  "shell-session",
  "shellsession",
  "cmd",
]);
const programs =
  /^(?:\$ |# )?(?:sudo )?(?:kubectl|oc|curl|docker|docker-compose|ssh|scp|psql|redis-cli|helm|aws|gcloud|az|git|npm|npx|node|ps|free|top|kill|cat|grep|awk|sed|echo|export|for|while|if|watch|sleep|systemctl|journalctl|df|du|ls|cd|ffmpeg|traceroute|ping|dig|nslookup|netstat|ss|tail|head|jq|promql|terraform|ansible|make|go|python3?|pip|rm|cp|mv|mkdir|chmod|openssl|nc|wget|date|crontab|beads)(?:\s|$)/;

/** The language of a fence by its tag, else by its first words. */
export function codeLanguage(tag: string, text: string): CodeLanguage {
  const name =
    tag
      .trim()
      .split(/[\s{,]/)[0]
      ?.toLowerCase() ?? "";
  if (shellNames.has(name)) {
    return looksLikePromql(text) ? "promql" : "shell";
  }
  if (name === "promql") {
    return "promql";
  }
  if (name !== "") {
    return "other";
  }
  return looksLikeShell(text) ? "shell" : looksLikePromql(text) ? "promql" : "other";
}

function contentLines(text: string): readonly string[] {
  return text.split("\n").filter((line) => line.trim() !== "" && !/^\s*#(?!\s*\w+ )/.test(line));
}

function looksLikeShell(text: string): boolean {
  return contentLines(text).some((line) => programs.test(line.trim()));
}

const metricExpression =
  /^(?:(?:sum|avg|max|min|count|rate|irate|increase|topk|histogram_quantile|predict_linear|deriv|delta|absent|label_replace)\b[^=]*\(|[a-z_:][a-z0-9_:]*(?:\{[^}]*\})?(?:\[[0-9a-z]+\])?\s*(?:$|[-+*/<>]=?\s*[\d(a-z]))/i;

function looksLikePromql(text: string): boolean {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  return (
    lines.length > 0 && lines.every((line) => metricExpression.test(line) && /[_({]/.test(line) && !programs.test(line))
  );
}
