import {
  Bell,
  Check,
  CircleDot,
  Flag,
  GitBranch,
  type LucideIcon,
  NotebookPen,
  OctagonX,
  ScrollText,
  SlidersHorizontal,
  TriangleAlert,
  User,
  X,
} from "lucide-react";
import type { EventIcon as IconName } from "@/lib/core/incident/describe-event";

const icons: Record<IconName, readonly [LucideIcon, string]> = {
  alert: [Bell, "text-bad"],
  incident: [Flag, "text-ink"],
  ok: [Check, "text-ok"],
  run: [CircleDot, "text-info"],
  bad: [X, "text-bad"],
  warn: [TriangleAlert, "text-warn"],
  note: [NotebookPen, "text-mute"],
  branch: [GitBranch, "text-accent"],
  person: [User, "text-mute"],
  parameter: [SlidersHorizontal, "text-faint"],
  oom: [OctagonX, "text-bad"],
  document: [ScrollText, "text-faint"],
};

/** What kind of thing happened; the words beside it say the same. */
export function EventIcon({ name }: { readonly name: IconName }) {
  const [Icon, colour] = icons[name];
  return <Icon aria-hidden="true" strokeWidth={2.2} className={`size-3.5 shrink-0 ${colour}`} />;
}
