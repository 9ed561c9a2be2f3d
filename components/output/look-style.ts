import type { CSSProperties } from "react";
import type { AnsiColour, Look } from "@/lib/core/output/ansi";

/** The sixteen colours of a terminal in those of the theme, so that each can be read in both. */
const palette = [
  "var(--faint)",
  "var(--bad)",
  "var(--ok)",
  "var(--warn)",
  "var(--info)",
  "var(--chart3)",
  "var(--chart2)",
  "var(--mute)",
  "var(--faint)",
  "var(--bad)",
  "var(--ok)",
  "var(--warn)",
  "var(--info)",
  "var(--chart3)",
  "var(--chart2)",
  "var(--ink)",
] as const;

/** How a span is drawn; undefined for plain text. */
export function styleOf(look: Look): CSSProperties | undefined {
  if (Object.keys(look).length === 0) {
    return undefined;
  }
  const { colour, background } = look.isInverse ? inverse(look) : colours(look);
  return {
    color: colour,
    backgroundColor: background,
    fontWeight: look.isBold ? 600 : undefined,
    opacity: look.isFaint ? 0.75 : undefined,
    fontStyle: look.isItalic ? "italic" : undefined,
    textDecorationLine:
      [look.isUnderlined ? "underline" : "", look.isStruck ? "line-through" : ""].join(" ").trim() || undefined,
  };
}

function colours({ colour, background }: Look) {
  if (background === undefined) {
    return { colour: colour === undefined ? undefined : readable(colour), background: undefined };
  }
  return {
    colour: colour === undefined ? undefined : readable(colour),
    background: `color-mix(in srgb, ${cssOf(background)} 22%, transparent)`,
  };
}

function inverse({ colour }: Look) {
  return { colour: "var(--bg)", background: colour === undefined ? "var(--ink)" : readable(colour) };
}

/** A colour that a program chose for itself, moved to where it can be read on the theme's ground. */
function readable(colour: AnsiColour): string {
  const css = cssOf(colour);
  return typeof colour === "number"
    ? css
    : `light-dark(oklch(from ${css} min(l, 0.5) c h), oklch(from ${css} max(l, 0.72) c h))`;
}

function cssOf(colour: AnsiColour): string {
  return typeof colour === "number" ? (palette[colour] ?? "var(--ink)") : colour;
}
