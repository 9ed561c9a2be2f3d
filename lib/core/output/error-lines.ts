// Most lines have none of these, and long output is looked at whole.
const hint = /err|fatal|panic|fault|traceback|memory|dumped|OOM|BackOff|Evicted|exce|exit|code|^[EF]\d{4}/i;

const troubles: readonly RegExp[] = [
  /\b(?:error|fatal|panic(?:ked)?|segmentation fault|traceback|out of memory|core dumped)\b/i,
  /\b(?:OOMKilled|CrashLoopBackOff|ImagePullBackOff|ErrImagePull|CreateContainerConfigError|Evicted)\b/,
  /\w(?:Error|Exception)\b/,
  /\bexception\b/i,
  /\b(?:exit(?:ed)?(?: with)?(?: (?:code|status))?|return code|exit_?code|status code)["']?\s*[:=]?\s*(?!0\b)\d+\b/i,
  /\b(?:[1-9]\d*) errors?\b/i,
  // The severity letter of Kubernetes' own programs: E0131 10:00:00.
  /^[EF]\d{4} \d\d:\d\d:\d\d/,
];

// What names errors and says that there are none, or only how they would be treated.
const harmless =
  /\b(?:no|0|zero|without|any) (?:fatal |critical )?(?:errors?|exceptions?|panics?)\b|\b(?:errors?|exceptions?|panics?|err|fatal)["']?\s*[:=]\s*["']?(?:0|nil|null|none|false|ok|""|'')(?![\w.])|--[\w-]*(?:error|fatal)[\w-]*|\bexit(?:ed)?(?: with)?(?: (?:code|status))?\s*[:=]?\s*0\b|\bon[-_ ]error\b/gi;

/** Does a line tell of trouble? A guess from its words, made to find the place where reading starts. */
export function isErrorLine(line: string): boolean {
  if (!hint.test(line) || !troubles.some((trouble) => trouble.test(line))) {
    return false;
  }
  const rest = line.replace(harmless, " ");
  return troubles.some((trouble) => trouble.test(rest));
}
