import type { Risk } from "@/lib/core/shell/risk/risk";
import { Tag, type Tone } from "./tag";

const tones: Record<Risk, Tone> = { read: "plain", change: "change", destructive: "bad", unknown: "change" };

/** What an operation may do to the world, in one word; `reasons` say why it was classed so. */
export function RiskTag({ risk, reasons }: { readonly risk: Risk; readonly reasons?: readonly string[] | undefined }) {
  return (
    <Tag tone={tones[risk]} title={reasons?.join("; ") || undefined}>
      {risk}
    </Tag>
  );
}
