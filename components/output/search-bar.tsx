"use client";

import { ChevronDown, ChevronUp, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { TextInput } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";

type SearchBarProps = {
  readonly query: string;
  readonly onQuery: (query: string) => void;
  /** "3 of 128", "none". */
  readonly words: string;
  readonly onStep: (by: 1 | -1) => void;
  readonly onClose: () => void;
};

/** Search in the output, in the place of its tools: it covers no line, and nothing moves. Enter and Shift+Enter go on. */
export function SearchBar({ query, onQuery, words, onStep, onClose }: SearchBarProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const press = (event: KeyboardEvent) => {
    if (event.key === "Enter") {
      event.preventDefault();
      onStep(event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape") {
      event.preventDefault();
      onClose();
    }
    event.stopPropagation();
  };
  return (
    <search className="absolute inset-0 z-10 flex flex-wrap content-center items-center gap-x-0.5 border-t border-line bg-pane px-1.5">
      <TextInput
        ref={input}
        type="search"
        aria-label="Search in the output"
        placeholder="Search the output"
        value={query}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        className="min-w-0 flex-1 font-mono text-sm max-md:basis-full md:max-w-96"
        onChange={(event) => onQuery(event.target.value)}
        onKeyDown={press}
      />
      <span
        aria-live="polite"
        className="min-w-[9ch] px-1 text-right text-sm whitespace-nowrap text-mute tabular-nums max-md:mr-auto max-md:text-left"
      >
        {words}
      </span>
      <IconButton icon={ChevronUp} label="Previous match" onClick={() => onStep(-1)} />
      <IconButton icon={ChevronDown} label="Next match" onClick={() => onStep(1)} />
      <IconButton icon={X} label="Close the search" onClick={onClose} />
    </search>
  );
}
