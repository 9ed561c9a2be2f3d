/** What is known of a runbook when an alert without one looks for something close. */
export type NearbyRunbook = {
  readonly slug: string;
  readonly title: string;
  readonly system: string | null;
  readonly alerts: readonly string[];
};

export type CloseRunbook = {
  readonly slug: string;
  readonly title: string;
  /** The words that both have, for the reader to judge by. */
  readonly shared: readonly string[];
};

const MAX_CLOSE = 3;
/** Words that nearly every alert or runbook has: sharing one says nothing. */
const common = new Set(
  "alert alerts runbook page high low too many is the a an of on in for to and or by with has not over under warning critical error errors rate usage failed failing failure kube kubernetes prometheus".split(
    " ",
  ),
);

/** The few runbooks whose title, system or alerts share words with an alert's name and labels; the closest first. */
export function closeRunbooks(
  alert: { readonly name: string; readonly words: readonly string[] },
  runbooks: readonly NearbyRunbook[],
): readonly CloseRunbook[] {
  const wanted = new Set([alert.name, ...alert.words].flatMap(wordsOf));
  const holding = new Map<string, number>();
  const known = runbooks.map((runbook) => {
    const words = new Set([runbook.title, runbook.system ?? "", ...runbook.alerts].flatMap(wordsOf));
    const shared = [...wanted].filter((word) => words.has(word));
    for (const word of shared) {
      holding.set(word, (holding.get(word) ?? 0) + 1);
    }
    return { slug: runbook.slug, title: runbook.title, shared };
  });
  // A word that few runbooks have says more than one that half of them have.
  const score = ({ shared }: CloseRunbook) =>
    shared.reduce((sum, word) => sum + Math.log(1 + runbooks.length / (holding.get(word) ?? 1)), 0);
  return known
    .filter(({ shared }) => shared.length > 0)
    .sort((a, b) => score(b) - score(a) || a.title.localeCompare(b.title))
    .slice(0, MAX_CLOSE);
}

/** `KubePodCrashLooping`, `api-memory_high` and "OOM killed" as lower-case words without their endings. */
function wordsOf(text: string): readonly string[] {
  return text
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, "$1 $2")
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 2 && !common.has(word))
    .map((word) => (word.length > 4 ? word.replace(/(?:ing|ed|es|s)$/, "") : word))
    .filter((word) => !common.has(word));
}
