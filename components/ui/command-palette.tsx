"use client";

import { type KeyboardEvent, useDeferredValue, useId, useState } from "react";
import { Dialog } from "./dialog";
import { TextInput } from "./field";
import { matchCommands, type PaletteCommand } from "./match-commands";

/** Everything this page can do, by name (Ctrl-K or Cmd-K). */
export function CommandPalette({
  commands,
  isOpen,
  onClose,
}: {
  readonly commands: readonly PaletteCommand[];
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) {
  return (
    <Dialog title="Go to or do" isOpen={isOpen} onClose={onClose}>
      <PaletteList commands={commands} onClose={onClose} />
    </Dialog>
  );
}

function PaletteList({
  commands,
  onClose,
}: {
  readonly commands: readonly PaletteCommand[];
  readonly onClose: () => void;
}) {
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const listId = useId();
  const found = matchCommands(commands, useDeferredValue(query));
  const choose = (command: PaletteCommand | undefined) => {
    if (command) {
      onClose();
      command.act();
    }
  };
  const press = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined && found.length > 0) {
      event.preventDefault();
      setAt((at + by + found.length) % found.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      choose(found[at]);
    }
  };
  return (
    <div className="grid gap-2">
      <TextInput
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={found[at] ? `${listId}-${at}` : undefined}
        aria-label="Search commands"
        placeholder="Step, operation or page"
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
        onKeyDown={press}
      />
      <div id={listId} role="listbox" aria-label="Commands" className="grid h-80 content-start overflow-y-auto">
        {found.map((command, index) => (
          <button
            key={command.id}
            id={`${listId}-${index}`}
            type="button"
            role="option"
            aria-selected={index === at}
            tabIndex={-1}
            onClick={() => choose(command)}
            className="flex min-h-(--control) items-center gap-3 rounded-md px-2.5 text-left hover:bg-raise aria-selected:bg-accent/15"
          >
            <span className="min-w-0 flex-1 truncate">{command.label}</span>
            <span className="text-sm text-faint">{command.hint}</span>
          </button>
        ))}
        {found.length === 0 ? <p className="px-2.5 py-2 text-mute">Nothing is called that.</p> : null}
      </div>
    </div>
  );
}
