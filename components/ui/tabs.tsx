"use client";

import type { KeyboardEvent } from "react";

export type TabChoice<Name extends string> = { readonly name: Name; readonly label: string; readonly count?: number };

/** A row of tabs; arrow keys move between them. The panels carry `id={panelId(name)}`. */
export function Tabs<Name extends string>({
  label,
  tabs,
  chosen,
  onChoose,
}: {
  readonly label: string;
  readonly tabs: readonly TabChoice<Name>[];
  readonly chosen: Name;
  readonly onChoose: (name: Name) => void;
}) {
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = tabs.findIndex((tab) => tab.name === chosen);
    const next = by === undefined ? undefined : tabs[(at + by + tabs.length) % tabs.length];
    if (next) {
      event.preventDefault();
      onChoose(next.name);
      event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next.name}"]`)?.focus();
    }
  };
  return (
    <div role="tablist" aria-label={label} onKeyDown={move} tabIndex={-1} className="flex h-full items-stretch">
      {tabs.map((tab) => (
        <button
          key={tab.name}
          type="button"
          role="tab"
          data-tab={tab.name}
          aria-selected={tab.name === chosen}
          aria-controls={panelId(tab.name)}
          tabIndex={tab.name === chosen ? 0 : -1}
          onClick={() => onChoose(tab.name)}
          className="min-h-11 flex-1 border-t-2 border-transparent px-2 font-medium text-mute aria-selected:border-accent aria-selected:text-accent"
        >
          {tab.label}
          {tab.count ? (
            <span className="ml-1.5 rounded bg-warn px-1 text-xs font-semibold text-bg">{tab.count}</span>
          ) : null}
        </button>
      ))}
    </div>
  );
}

/** The id that a tab's panel must carry. */
export function panelId(name: string): string {
  return `panel-${name}`;
}
