"use client";

import { Dialog } from "./dialog";

export type KeyHelp = { readonly keys: string; readonly does: string };

/** The keys of this page, on "?". */
export function HelpOverlay({
  keys,
  isOpen,
  onClose,
}: {
  readonly keys: readonly KeyHelp[];
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) {
  return (
    <Dialog title="Keyboard" isOpen={isOpen} onClose={onClose}>
      <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-2">
        {keys.map((key) => (
          <div key={key.keys} className="contents">
            <dt>
              <kbd className="rounded border border-edge px-1.5 py-0.5">{key.keys}</kbd>
            </dt>
            <dd className="text-mute">{key.does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
