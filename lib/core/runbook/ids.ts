/** Makes ids from words: stable while the words stay, whatever happens elsewhere; a repeat gets a number. */
export type IdMaker = (words: string, within?: string) => string;

const MAX_LENGTH = 60;

/** An id maker for one document. */
export function createIdMaker(): IdMaker {
  const taken = new Map<string, number>();
  return (words, within) => {
    const slug = slugOf(words) || "part";
    const id = within === undefined ? slug : `${within}.${slug}`;
    const count = (taken.get(id) ?? 0) + 1;
    taken.set(id, count);
    // A repeat that would meet another section's own words goes on counting.
    return count === 1 ? id : uniqueFrom(taken, id, count);
  };
}

function uniqueFrom(taken: Map<string, number>, id: string, count: number): string {
  for (let next = count; ; next += 1) {
    const candidate = `${id}-${next}`;
    if (!taken.has(candidate)) {
      taken.set(candidate, 1);
      taken.set(id, next);
      return candidate;
    }
  }
}

/** Lower-case words joined by hyphens, in any script, cut at a word. */
export function slugOf(words: string): string {
  const lower = words.toLowerCase();
  // Most words are plain, and what holds for all scripts is dear.
  const isPlain = /^[\x20-\x7e]*$/.test(lower);
  const joined = isPlain ? lower.replace(/[^a-z0-9]+/g, "-") : lower.normalize("NFKD").replace(/[^\p{L}\p{N}]+/gu, "-");
  const slug = joined.slice(joined.startsWith("-") ? 1 : 0, joined.endsWith("-") ? -1 : undefined);
  return slug.length <= MAX_LENGTH
    ? slug
    : slug.slice(0, MAX_LENGTH).replace(/-[^-]*$/, "") || slug.slice(0, MAX_LENGTH);
}
