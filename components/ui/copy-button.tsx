"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "./button";
import { useToast } from "./toast";

const SHOWN_MS = 1_500;

type CopyButtonProps = {
  /** What to copy, or how to get it when it is long. */
  readonly text: string | (() => string);
  readonly label?: string;
  /** Only the icon is shown; the label is what it is called. */
  readonly isIcon?: boolean;
  /** The label stays on a phone too: the icon alone would not say what is copied. */
  readonly isWordy?: boolean;
};

/** Copies `text`; its width does not change while it says so. */
export function CopyButton({ text, label = "Copy", isIcon = false, isWordy = false }: CopyButtonProps) {
  const [isCopied, setIsCopied] = useState(false);
  const say = useToast();
  const copy = async () => {
    if (await writeClipboard(typeof text === "string" ? text : text())) {
      setIsCopied(true);
      setTimeout(() => setIsCopied(false), SHOWN_MS);
    } else {
      say("The browser did not allow copying: select the text and copy it.", "bad");
    }
  };
  const Icon = isCopied ? Check : Copy;
  const words = isWordy ? "" : "max-sm:sr-only";
  return (
    <Button
      look={isIcon ? "quiet" : "plain"}
      title={isIcon ? label : undefined}
      className={isIcon ? "min-w-(--control) px-1.5" : ""}
      onClick={() => void copy()}
      aria-label={isCopied ? "Copied" : label}
    >
      <Icon aria-hidden="true" className={`size-3.5 shrink-0 ${isCopied ? "text-ok" : ""}`} />
      <span className={isIcon ? "sr-only" : words}>{label}</span>
    </Button>
  );
}

/** The clipboard interface is missing on plain http, where the old command still works. */
async function writeClipboard(text: string): Promise<boolean> {
  if (window.isSecureContext) {
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
  }
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand("copy");
  area.remove();
  return isCopied;
}
