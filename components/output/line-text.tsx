import type { Span } from "@/lib/core/output/ansi";
import { styleOf } from "./look-style";

const marks = {
  found: "rounded-xs bg-warn/30 text-ink",
  current: "rounded-xs bg-accent text-on-accent",
} as const;

/** A line, or the part of it that is in sight. Everything in it is text, whatever it looks like. */
export function LineText({ spans }: { readonly spans: readonly Span[] }) {
  return spans.map(({ text, look, mark }, index) => {
    const key = `${index}`;
    return mark ? (
      <mark key={key} style={styleOf(look)} className={marks[mark]}>
        {text}
      </mark>
    ) : (
      <span key={key} style={styleOf(look)}>
        {text}
      </span>
    );
  });
}
