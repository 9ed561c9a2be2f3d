import type { LucideIcon } from "lucide-react";
import { Button, type ButtonProps } from "./button";

type IconButtonProps = Omit<ButtonProps, "children" | "hint" | "look"> & {
  readonly icon: LucideIcon;
  readonly label: string;
  /** Set for a button that is on or off. */
  readonly isOn?: boolean;
};

/** A quiet button of one icon; its name is in the tooltip and for those who listen. */
export function IconButton({ icon: Icon, label, isOn, className = "", ...rest }: IconButtonProps) {
  return (
    <Button
      {...rest}
      look="quiet"
      aria-label={label}
      title={rest.title ?? label}
      aria-pressed={isOn}
      className={`min-w-(--control) px-1.5 aria-pressed:bg-raise aria-pressed:text-accent ${className}`}
    >
      <Icon aria-hidden="true" className="size-4 shrink-0" />
    </Button>
  );
}
