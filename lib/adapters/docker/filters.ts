import "server-only";
import { flagFailure } from "./flags";

/** `--filter name=web --filter status=running` as the query that the daemon takes: `{"name":{"web":true},…}`. */
export function filterQuery(filters: readonly string[], command: string): { readonly filters?: string } {
  const byName = new Map<string, Record<string, true>>();
  for (const filter of filters) {
    const at = filter.indexOf("=");
    if (at === -1) {
      throw flagFailure(
        command,
        `invalid argument "${filter}" for "-f, --filter" flag: bad format of filter (expected name=value)`,
      );
    }
    const name = filter.slice(0, at).trim().toLowerCase();
    byName.set(name, { ...byName.get(name), [filter.slice(at + 1).trim()]: true });
  }
  return byName.size === 0 ? {} : { filters: JSON.stringify(Object.fromEntries(byName)) };
}
