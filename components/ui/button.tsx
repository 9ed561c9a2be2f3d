import type { ComponentProps, ReactNode } from "react";
import { Kbd } from "./kbd";

type Look = "primary" | "plain" | "quiet" | "warm" | "danger";

const looks: Record<Look, string> = {
  primary: "bg-accent text-on-accent border-transparent hover:brightness-110",
  plain: "bg-raise text-ink border-line hover:border-edge",
  quiet: "bg-transparent text-mute border-transparent hover:bg-raise hover:text-ink",
  warm: "bg-raise text-change border-change/60 hover:border-change",
  danger: "bg-bad text-on-bad border-transparent hover:brightness-110",
};

export type ButtonProps = Omit<ComponentProps<"button">, "disabled"> & {
  readonly look?: Look;
  /** The key that does the same. */
  readonly hint?: ReactNode;
  /** Set: the button is off, and this sentence says why. It stays focusable so that everybody can read it. */
  readonly offBecause?: string | null | undefined;
};

/** The shape of a button, for links that look like one. */
export function buttonClass(look: Look = "plain"): string {
  return `inline-flex min-h-(--control) items-center justify-center gap-2 rounded-md border px-3 font-medium whitespace-nowrap select-none ${looks[look]}`;
}

/** A button that says why it is off. */
export function Button({ look = "plain", hint, offBecause, className = "", onClick, children, ...rest }: ButtonProps) {
  const isOff = Boolean(offBecause);
  return (
    <button
      type="button"
      {...rest}
      aria-disabled={isOff || undefined}
      title={offBecause ?? rest.title}
      onClick={isOff ? (event) => event.preventDefault() : onClick}
      className={`${buttonClass(look)} aria-disabled:opacity-55 ${className}`}
    >
      {children}
      {hint ? <Kbd>{hint}</Kbd> : null}
      {offBecause ? <span className="sr-only">({offBecause})</span> : null}
    </button>
  );
}
