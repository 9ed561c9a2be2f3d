"use client";

import { type ComponentProps, type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { TextInput } from "./field";

export type ComboboxChoice = { readonly value: string; readonly hint: string };

type ComboboxProps = Omit<ComponentProps<"input">, "onChange" | "value" | "list" | "role"> & {
  readonly value: string;
  readonly choices: readonly ComboboxChoice[];
  /** What is typed, letter by letter. */
  readonly onDraft: (value: string) => void;
  /** What was chosen, or left in the field. */
  readonly onKeep: (value: string) => void;
};

const MAX_SHOWN = 200;

/** A text field that proposes values while one types. Anything else can be typed too. */
export function Combobox({ value, choices, onDraft, onKeep, readOnly, ...rest }: ComboboxProps) {
  const listId = useId();
  const field = useRef<HTMLDivElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(-1);
  const found = matching(choices, query);
  const isShown = isOpen && !readOnly && found.length > 0;
  const open = () => {
    setQuery("");
    setAt(-1);
    setIsOpen(true);
  };
  const choose = (choice: string) => {
    onDraft(choice);
    onKeep(choice);
    setIsOpen(false);
  };
  const press = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined && found.length > 0) {
      event.preventDefault();
      setIsOpen(true);
      setAt(isShown ? (at + by + found.length) % found.length : 0);
    } else if (event.key === "Enter" && isShown && found[at]) {
      event.preventDefault();
      choose(found[at].value);
    } else if (event.key === "Escape" && isShown) {
      event.preventDefault();
      event.stopPropagation();
      setIsOpen(false);
    }
  };
  return (
    <div ref={field} className="relative col-span-full">
      <TextInput
        {...rest}
        role="combobox"
        aria-expanded={isShown}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isShown && at >= 0 ? `${listId}-${at}` : undefined}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        readOnly={readOnly}
        value={value}
        onChange={(event) => {
          onDraft(event.target.value);
          setQuery(event.target.value);
          setAt(-1);
          setIsOpen(true);
        }}
        onClick={open}
        onKeyDown={press}
        onBlur={() => {
          setIsOpen(false);
          onKeep(value);
        }}
      />
      {isShown ? <ChoiceList {...{ listId, field, found, at, choose }} /> : null}
    </div>
  );
}

type ChoiceListProps = {
  readonly listId: string;
  readonly field: { readonly current: HTMLElement | null };
  readonly found: readonly ComboboxChoice[];
  readonly at: number;
  readonly choose: (value: string) => void;
};

/** Over everything else, and on the side of the field where there is room. */
function ChoiceList({ listId, field, found, at, choose }: ChoiceListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = list.current;
    const place = () => {
      const box = field.current?.getBoundingClientRect();
      if (!element || !box) {
        return;
      }
      const below = window.innerHeight - box.bottom;
      const height = Math.min(element.scrollHeight, Math.max(below, box.top) - 12, 320);
      const top = below >= height + 8 || below >= box.top ? box.bottom + 2 : box.top - height - 2;
      Object.assign(element.style, {
        top: `${top}px`,
        left: `${box.left}px`,
        width: `${box.width}px`,
        maxHeight: `${height}px`,
      });
    };
    element?.showPopover();
    place();
    window.addEventListener("scroll", place, { capture: true, passive: true });
    window.addEventListener("resize", place);
    return () => {
      window.removeEventListener("scroll", place, { capture: true });
      window.removeEventListener("resize", place);
    };
  }, [field]);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at]);
  return (
    <div
      ref={list}
      id={listId}
      popover="manual"
      role="listbox"
      aria-label="Proposals"
      className="fixed m-0 overflow-y-auto rounded-md border border-edge/60 bg-pane p-0.5 text-ink"
    >
      {found.map(({ value, hint }, index) => (
        <button
          key={value}
          id={`${listId}-${index}`}
          type="button"
          role="option"
          aria-selected={index === at}
          tabIndex={-1}
          // The field keeps the focus: its blur is the end of choosing.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => choose(value)}
          className="flex min-h-(--control) w-full items-center gap-3 rounded px-2 text-left hover:bg-raise aria-selected:bg-accent/15"
        >
          <span className="min-w-0 flex-1 truncate font-mono text-sm">{value}</span>
          <span className="shrink-0 text-sm text-faint">{hint}</span>
        </button>
      ))}
    </div>
  );
}

/** Every word typed occurs in the value or in what is said of it. */
function matching(choices: readonly ComboboxChoice[], query: string): readonly ComboboxChoice[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return choices
    .filter(({ value, hint }) => words.every((word) => `${value} ${hint}`.toLowerCase().includes(word)))
    .slice(0, MAX_SHOWN);
}
