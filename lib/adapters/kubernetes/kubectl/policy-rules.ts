import "server-only";
import { goList } from "./describe/text";
import { compareBytes } from "./go/values";
import { listAt } from "./objects";

type Rule = {
  readonly group: string;
  readonly resource: string;
  readonly name: string | null;
  readonly url: string | null;
  readonly verbs: readonly string[];
};

/** What rules allow, a row for each resource with all that may be done to it; in kubectl's order. */
export function policyRows(rules: readonly unknown[]): readonly (readonly string[])[] {
  return compacted(rules.flatMap(brokenDown))
    .sort((a, b) => compareBytes(sortKey(a), sortKey(b)))
    .map((rule) => [
      resourceText(rule),
      goList(rule.url === null ? [] : [rule.url]),
      goList(rule.name === null ? [] : [rule.name]),
      goList(rule.verbs),
    ]);
}

/** A rule for each group, resource, verb and name; and for each URL and verb. */
function brokenDown(rule: unknown): readonly Rule[] {
  const texts = (key: string) => listAt(rule, key).map(String);
  const names = texts("resourceNames");
  const verbs = texts("verbs");
  const simple = texts("apiGroups").flatMap((group) =>
    texts("resources").flatMap((resource) =>
      verbs.flatMap((verb) =>
        (names.length === 0 ? [null] : names).map((name) => ({ group, resource, name, url: null, verbs: [verb] })),
      ),
    ),
  );
  const urls = texts("nonResourceURLs").flatMap((url) =>
    verbs.map((verb) => ({ group: "", resource: "", name: null, url, verbs: [verb] })),
  );
  return [...simple, ...urls];
}

/** Rules that differ in the verb alone are one; those of URLs stay apart. */
function compacted(rules: readonly Rule[]): Rule[] {
  const byResource = new Map<string, Rule>();
  for (const rule of rules.filter(({ url }) => url === null)) {
    const key = JSON.stringify([rule.group, rule.resource, rule.name]);
    const before = byResource.get(key);
    byResource.set(key, before ? { ...before, verbs: [...before.verbs, ...rule.verbs] } : rule);
  }
  return [...rules.filter(({ url }) => url !== null), ...byResource.values()];
}

/** kubectl sorts by how Go prints the rule. */
function sortKey({ group, resource, name, url, verbs }: Rule): string {
  const isUrl = url !== null;
  return `&PolicyRule{Verbs:${goList(verbs)},APIGroups:${isUrl ? "[]" : goList([group])},Resources:${isUrl ? "[]" : goList([resource])},ResourceNames:${goList(name === null ? [] : [name])},NonResourceURLs:${goList(isUrl ? [url] : [])},}`;
}

/** `deployments.apps/scale`. */
function resourceText({ group, resource, url }: Rule): string {
  if (url !== null) {
    return "";
  }
  const [name = "", ...sub] = resource.split("/");
  return `${name}${group && `.${group}`}${sub.length === 0 ? "" : `/${sub.join("/")}`}`;
}
