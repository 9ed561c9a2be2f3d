import type { ReactNode } from "react";

const tones = {
  plain: "border-line text-mute",
  ok: "border-ok/45 text-ok",
  warn: "border-warn/45 text-warn",
  bad: "border-bad/45 text-bad",
  info: "border-info/45 text-info",
  change: "border-change/45 text-change",
} as const;
export type Tone = keyof typeof tones;

/** A short label with a hairline around it. */
export function Tag({
  tone = "plain",
  title,
  children,
}: {
  readonly tone?: Tone;
  readonly title?: string | undefined;
  readonly children: ReactNode;
}) {
  return (
    <span
      title={title}
      className={`inline-block shrink-0 rounded border px-1.5 text-xs leading-[1.125rem] whitespace-nowrap ${tones[tone]}`}
    >
      {children}
    </span>
  );
}
