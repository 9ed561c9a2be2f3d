import type { ReactNode } from "react";
import type { HeadroomFigures } from "@/lib/features/metrics/schema";
import { bytesText, trendText } from "./bytes";

const LOW_RATIO = 0.9;
const TIGHT_RATIO = 0.8;

/** The three numbers that matter, in their final width from the start. */
export function HeadroomBar({ figures }: { readonly figures: HeadroomFigures | null }) {
  const percent = figures?.usedRatio == null ? null : Math.round((1 - figures.usedRatio) * 100);
  return (
    <dl
      className="flex flex-wrap items-end gap-x-6 gap-y-1"
      title={figures ? `of ${figures.pod}, nearest to its limit` : ""}
    >
      <Figure name="Headroom" className={headroomColour(figures?.usedRatio ?? null)}>
        {figures ? (figures.freeBytes === null ? "no limit" : bytesText(figures.freeBytes)) : "–"}
        <span className="ml-1.5 text-base font-normal text-mute">{percent === null ? "" : `${percent} %`}</span>
      </Figure>
      <Figure name="Trend">{figures ? trendText(figures.slopeBytesPerSecond) : "–"}</Figure>
      <Figure name="Limit in">{figures?.limitIn ?? "–"}</Figure>
    </dl>
  );
}

function Figure({
  name,
  className = "",
  children,
}: {
  readonly name: string;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  return (
    <div className="min-w-[6.5rem]">
      <dt className="text-sm text-faint">{name}</dt>
      <dd className={`text-xl leading-6 font-semibold whitespace-nowrap ${className}`}>{children}</dd>
    </div>
  );
}

/** Red is for harm: less than a tenth left. */
export function headroomColour(usedRatio: number | null): string {
  if (usedRatio === null) {
    return "";
  }
  return usedRatio >= LOW_RATIO ? "text-bad" : usedRatio >= TIGHT_RATIO ? "text-warn" : "";
}
