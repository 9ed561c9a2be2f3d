"use client";

import { useEffect, useState } from "react";
import { HelpOverlay } from "@/components/ui/help-overlay";

const keys = [
  { keys: "/", does: "search" },
  { keys: "j  k", does: "next and previous runbook" },
  { keys: "Enter", does: "open the runbook; in the search, the first one found" },
  { keys: "Esc", does: "leave the search" },
  { keys: "?", does: "this list" },
] as const;

const SEARCH = "[data-library-search]";
const ROW = "[data-library-row]";

/** The keys of the library. They move the focus, so that what Enter opens is always what is marked. */
export function LibraryKeys() {
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const act = isTyping(event.target) ? inSearch(event) : onPage(event, () => setIsHelpOpen(true));
      if (act && !event.ctrlKey && !event.metaKey && !event.altKey && !document.querySelector("dialog[open]")) {
        event.preventDefault();
        act();
      }
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
  return <HelpOverlay keys={keys} isOpen={isHelpOpen} onClose={() => setIsHelpOpen(false)} />;
}

function onPage(event: KeyboardEvent, openHelp: () => void): (() => void) | null {
  switch (event.key) {
    case "/":
      return () => search()?.select();
    case "j":
      return () => moveFocus(1);
    case "k":
      return () => moveFocus(-1);
    case "?":
      return openHelp;
    default:
      return null;
  }
}

function inSearch(event: KeyboardEvent): (() => void) | null {
  if (event.target !== search()) {
    return null;
  }
  switch (event.key) {
    case "ArrowDown":
      return () => moveFocus(1);
    case "Enter":
      return () => rows()[0]?.click();
    case "Escape":
      return () => search()?.blur();
    default:
      return null;
  }
}

function moveFocus(by: number): void {
  const all = rows();
  const at = all.findIndex((row) => row.matches(":focus"));
  const next = at < 0 ? 0 : Math.max(0, Math.min(all.length - 1, at + by));
  all[next]?.focus();
  all[next]?.scrollIntoView({ block: "nearest" });
}

function rows(): readonly HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(ROW)];
}

function search(): HTMLInputElement | null {
  return document.querySelector<HTMLInputElement>(SEARCH);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, select, textarea, [contenteditable]") !== null;
}
