import type { Status } from "@/components/ui/status-icon";
import type { ItemMark } from "@/lib/core/incident/room-state";
import type { ItemCheck } from "@/lib/features/checklist/schema";

const verdicts: Record<ItemCheck["verdict"], string> = { passed: "passed", failed: "failed", "no-data": "no data" };

/** "live check: failed, highest 89 % of limit": a verdict never comes without its figure. */
export function checkWords(check: ItemCheck | undefined): string {
  return check ? `live check: ${verdicts[check.verdict]}, ${check.figure}` : "live check: being read";
}

export const checkColours: Record<ItemCheck["verdict"], string> = {
  passed: "text-ok",
  failed: "text-bad",
  "no-data": "text-warn",
};

/** A signature in the words of the checklist. */
export function itemStatus(mark: ItemMark | undefined): Status {
  if (!mark) {
    return "pending";
  }
  return mark.verdict === "done" ? "done" : mark.verdict === "waived" ? "skipped" : "not-applicable";
}

export const signedWords: Record<ItemMark["verdict"], string> = {
  done: "Signed",
  waived: "Waived",
  "not-applicable": "Not applicable",
};
