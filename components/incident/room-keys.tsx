"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useState } from "react";
import { nextTheme, themeFrom } from "@/components/shell/theme";
import { applyTheme } from "@/components/shell/theme-toggle";
import { CommandPalette } from "@/components/ui/command-palette";
import { HelpOverlay } from "@/components/ui/help-overlay";
import type { PaletteCommand } from "@/components/ui/match-commands";
import { statusWords } from "@/components/ui/status-icon";
import { useRoom } from "./room-context";

const keys = [
  { keys: "j  k", does: "next and previous step" },
  { keys: "Enter", does: "run a read; go to the Run button of a change" },
  { keys: "x", does: "tick the step as done" },
  { keys: "n", does: "write a note" },
  { keys: "/", does: "search steps; in an output, search that" },
  { keys: "Ctrl K", does: "find a step or an action" },
  { keys: "?", does: "this list" },
] as const;

type Open = "help" | "palette" | null;

/** The keys of the room. None of them destroys anything: a change wants its own button, destruction a typed name. */
export function RoomKeys() {
  const { lines, selected, select } = useRoom();
  const [open, setOpen] = useState<Open>(null);
  const step = (by: number) => {
    const at = lines.findIndex(({ line }) => line.step.id === selected?.line.step.id);
    const next = lines[Math.max(0, Math.min(lines.length - 1, at + by))];
    if (next) {
      select(next.line.step.id);
    }
  };
  const actions: Readonly<Record<string, () => void>> = {
    j: () => step(1),
    k: () => step(-1),
    x: () => find("[data-room-tick]")?.click(),
    n: () => find("[data-room-note]")?.focus(),
    "/": () => find("[data-room-search]")?.focus(),
    "?": () => setOpen("help"),
    Enter: pressRun,
  };
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      setOpen("palette");
      return;
    }
    const action = isFree(event) ? actions[event.key] : undefined;
    if (action) {
      event.preventDefault();
      action();
    }
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
  return (
    <>
      <HelpOverlay keys={keys} isOpen={open === "help"} onClose={() => setOpen(null)} />
      <CommandPalette commands={useCommands()} isOpen={open === "palette"} onClose={() => setOpen(null)} />
    </>
  );
}

/** A read runs at once. Anything else only gets the focus, so that a second, deliberate Enter is needed. */
function pressRun(): void {
  const button = find("[data-room-run]");
  if (button?.dataset["roomRun"] === "read") {
    button.click();
  } else {
    button?.focus();
  }
}

function find(selector: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(selector);
}

/** Is nobody writing, no window open, and nothing focused that wants this key itself? */
function isFree(event: KeyboardEvent): boolean {
  const at = event.target;
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || find("dialog[open], [data-fills-screen]")) {
    return false;
  }
  if (!(at instanceof HTMLElement)) {
    return true;
  }
  const wantsEnter = event.key === "Enter" && at.closest("button, a, summary") !== null;
  return !wantsEnter && at.closest("input, select, textarea, [contenteditable]") === null;
}

function useCommands(): readonly PaletteCommand[] {
  const { dto, lines, select } = useRoom();
  const router = useRouter();
  const base = `/incidents/${dto.incident.number}` as const;
  const pages = [
    { label: "Sign-off", path: `${base}/sign-off` },
    { label: "Review", path: `${base}/review` },
    { label: "All incidents", path: "/" },
    { label: "Runbooks", path: "/runbooks" },
  ] as const;
  return [
    ...lines.map(({ line, view }) => ({
      id: line.step.id,
      label: line.step.title,
      hint: statusWords[view.status],
      act: () => select(line.step.id),
    })),
    ...pages.map(({ label, path }) => ({ id: path, label, hint: "page", act: () => router.push(path) })),
    { id: "note", label: "Write a note", hint: "n", act: () => find("[data-room-note]")?.focus() },
    {
      id: "theme",
      label: "Change the theme",
      act: () => applyTheme(nextTheme(themeFrom(document.documentElement.dataset["theme"]))),
    },
  ];
}
