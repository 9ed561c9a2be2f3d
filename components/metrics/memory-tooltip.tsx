import type { TooltipContentProps } from "recharts";
import { bytesText } from "./bytes";

type MemoryTooltipProps = Partial<Pick<TooltipContentProps, "active" | "payload" | "label">> & {
  readonly limitBytes: number | null;
};

/** The figures at one moment, largest first. */
export function MemoryTooltip({ active, payload, label, limitBytes }: MemoryTooltipProps) {
  if (!active || !payload || payload.length === 0) {
    return null;
  }
  const lines = payload
    .flatMap((part) => (typeof part.value === "number" ? [{ name: String(part.name), bytes: part.value }] : []))
    .sort((a, b) => b.bytes - a.bytes);
  return (
    <div className="rounded-md border border-edge bg-pane px-2.5 py-1.5 text-sm">
      <p className="text-faint">{new Date(Number(label) * 1_000).toLocaleTimeString()}</p>
      {lines.map(({ name, bytes }) => (
        <p key={name} className="flex justify-between gap-4">
          <span className="text-mute">{name}</span>
          <span>
            {bytesText(bytes)}
            {limitBytes ? <span className="text-faint"> {Math.round((bytes / limitBytes) * 100)} %</span> : null}
          </span>
        </p>
      ))}
    </div>
  );
}
