import { Check, CheckCheck, Eye, Flame, type LucideIcon, ShieldCheck } from "lucide-react";
import type { IncidentStatus } from "@/lib/core/incident/incident";

const looks: Record<IncidentStatus, readonly [LucideIcon, string, string]> = {
  open: [Flame, "text-bad", "Open"],
  acknowledged: [Eye, "text-info", "Acknowledged"],
  mitigated: [ShieldCheck, "text-warn", "Mitigated"],
  resolved: [Check, "text-ok", "Resolved"],
  closed: [CheckCheck, "text-mute", "Closed"],
};

/** The status of an incident as icon, colour and word. */
export function StatusWord({ status }: { readonly status: IncidentStatus }) {
  const [Icon, colour, word] = looks[status];
  return (
    <span className={`inline-flex items-center gap-1.5 whitespace-nowrap ${colour}`}>
      <Icon aria-hidden="true" className="size-3.5" />
      {word}
    </span>
  );
}
