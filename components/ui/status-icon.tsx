import {
  Check,
  Circle,
  CircleAlert,
  CirclePause,
  LoaderCircle,
  type LucideIcon,
  Minus,
  SkipForward,
  X,
} from "lucide-react";

export const statusWords = {
  pending: "Pending",
  running: "Running",
  waiting: "Waiting for you",
  done: "Done",
  skipped: "Skipped",
  failed: "Failed",
  "not-applicable": "Not applicable",
  interrupted: "Interrupted",
} as const;
export type Status = keyof typeof statusWords;

const icons: Record<Status, LucideIcon> = {
  pending: Circle,
  running: LoaderCircle,
  waiting: CircleAlert,
  done: Check,
  skipped: SkipForward,
  failed: X,
  "not-applicable": Minus,
  interrupted: CirclePause,
};

const colours: Record<Status, string> = {
  pending: "text-faint",
  running: "text-info",
  waiting: "text-warn",
  done: "text-ok",
  skipped: "text-mute",
  failed: "text-bad",
  "not-applicable": "text-faint",
  interrupted: "text-warn",
};

/** A state as icon, colour and word; `isWordHidden` keeps the word for screen readers and the tooltip. */
export function StatusIcon({
  status,
  word = statusWords[status],
  isWordHidden = false,
}: {
  readonly status: Status;
  /** A more exact word than the state's own. */
  readonly word?: string;
  readonly isWordHidden?: boolean;
}) {
  const Icon = icons[status];
  return (
    <span className={`inline-flex items-center gap-1.5 ${colours[status]}`} title={word}>
      <Icon
        aria-hidden="true"
        strokeWidth={2.4}
        className={`size-3.5 shrink-0 ${status === "running" ? "animate-spin motion-reduce:animate-none" : ""}`}
      />
      <span className={isWordHidden ? "sr-only" : ""}>{word}</span>
    </span>
  );
}
