import type { ReactNode } from "react";

/** A key, beside the control it belongs to. Hidden where there is no keyboard to press. */
export function Kbd({ children }: { readonly children: ReactNode }) {
  return (
    <kbd className="hidden min-w-4 rounded border border-current/30 px-1 text-center font-sans text-xs leading-4 opacity-75 md:inline-block">
      {children}
    </kbd>
  );
}
