"use client";

import { X } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef } from "react";

/**
 * A modal window on the native <dialog>: the browser keeps the focus inside, closes it on Escape and gives the focus
 * back. Its content is mounted only while it is open, so forms start empty each time.
 */
export function Dialog({
  title,
  isOpen,
  onClose,
  isWide = false,
  children,
}: {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly isWide?: boolean;
  readonly children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const element = dialog.current;
    if (isOpen && element && !element.open) {
      element.showModal();
      element.querySelector<HTMLElement>("input, select, textarea")?.focus();
    }
    if (!isOpen && element?.open) {
      element.close();
    }
  }, [isOpen]);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={onClose}
      className={`m-auto max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] overflow-y-auto rounded-lg border border-line bg-pane p-0 text-ink ${isWide ? "max-w-2xl" : "max-w-md"}`}
    >
      {isOpen ? (
        <>
          <div className="flex items-center gap-3 border-b border-line px-4 py-2">
            <h2 id={titleId} className="min-w-0 flex-1 text-lg font-semibold">
              {title}
            </h2>
            <button
              type="button"
              onClick={onClose}
              aria-label="Close"
              className="-mr-2 grid size-(--control) place-items-center rounded-md text-mute hover:bg-raise hover:text-ink"
            >
              <X aria-hidden="true" className="size-4" />
            </button>
          </div>
          <div className="p-4">{children}</div>
        </>
      ) : null}
    </dialog>
  );
}
