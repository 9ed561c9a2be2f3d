/** A value that is reckoned from another one: "peak + 20 %" is 1.2 times the peak. */
export type Computed = { readonly of: string; readonly factor: number };
export type ComputedMention = Computed & { readonly form: string };

const measure =
  "((?:current |observed |average |max(?:imum)? |measured )?(?:peak|usage|limit|request|baseline|average|maximum|rss|working set|memory|value|replicas)(?: (?:usage|memory|limit|value))?)";
const added = new RegExp(`\\b${measure}\\s*([+-])\\s*(\\d{1,3}(?:\\.\\d+)?)\\s?%`, "gi");
const multiplied = new RegExp(`\\b${measure}\\s*[×x*]\\s*(\\d+(?:\\.\\d+)?)(?![\\w%])`, "gi");
const times = new RegExp(`(?<![\\w.])(\\d+(?:\\.\\d+)?)\\s?[×x]\\s+(?:the )?${measure}\\b`, "gi");

/** Most texts reckon nothing, and one look tells. */
const isReckoned = /[+×x*-]\s*\d|\d\s?[×x]\s/i;

/** Values that a text reckons from a measured one, in order. */
export function findComputed(text: string): readonly ComputedMention[] {
  return !isReckoned.test(text)
    ? []
    : [
        ...[...text.matchAll(added)].map(([form, of = "", sign, percent = ""]) => ({
          form,
          of,
          factor: rounded(1 + (Number(percent) / 100) * (sign === "-" ? -1 : 1)),
        })),
        ...[...text.matchAll(multiplied)].map(([form, of = "", factor = ""]) => ({ form, of, factor: Number(factor) })),
        ...[...text.matchAll(times)].map(([form, factor = "", of = ""]) => ({ form, of, factor: Number(factor) })),
      ].map((found) => ({ ...found, of: found.of.toLowerCase() }));
}

function rounded(factor: number): number {
  return Math.round(factor * 1e6) / 1e6;
}
