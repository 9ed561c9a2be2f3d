import type { Sourced } from "@/lib/core/runbook/source";

/** What is known of a runbook when an alert looks for one. */
export type RunbookCandidate = {
  readonly slug: string;
  /** Path of the file within its folder. */
  readonly path: string;
  readonly alerts: readonly Sourced<string>[];
};

export type RunbookChoice = { readonly slug: string; readonly because: "runbook_url" | "alert name" | "front matter" };

type AlertWords = {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
};

/**
 * The runbook of an alert: by `runbook_url` (its last path segment is a file name or slug), then by an alert name
 * written in the runbook, then by `headroom.alerts` in its front matter. Null when none fits: a person is asked.
 */
export function chooseRunbook(alert: AlertWords, candidates: readonly RunbookCandidate[]): RunbookChoice | null {
  const url = alert.annotations["runbook_url"] ?? alert.labels["runbook_url"];
  const byUrl = url === undefined ? undefined : candidates.find((candidate) => isNamedBy(url, candidate));
  if (byUrl) {
    return { slug: byUrl.slug, because: "runbook_url" };
  }
  const name = alert.labels["alertname"]?.toLowerCase();
  const names = (candidate: RunbookCandidate, isStated: boolean) =>
    candidate.alerts.some(
      (known) => (known.from === "front-matter") === isStated && known.value.toLowerCase() === name,
    );
  const byText = candidates.find((candidate) => names(candidate, false));
  if (byText) {
    return { slug: byText.slug, because: "alert name" };
  }
  const byFrontMatter = candidates.find((candidate) => names(candidate, true));
  return byFrontMatter ? { slug: byFrontMatter.slug, because: "front matter" } : null;
}

function isNamedBy(url: string, candidate: RunbookCandidate): boolean {
  const path = url.replace(/[?#].*$/, "").replace(/\/+$/, "");
  const last = path.split("/").at(-1)?.toLowerCase() ?? "";
  const fileName = candidate.path.split("/").at(-1)?.toLowerCase() ?? "";
  return last !== "" && (last === fileName || last.replace(/\.md$/, "") === candidate.slug);
}
