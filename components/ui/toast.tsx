"use client";

import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from "react";

type Toast = { readonly id: number; readonly text: string; readonly isBad: boolean };
type Say = (text: string, tone?: "plain" | "bad") => void;

const SHOWN_MS = 8_000;
const ToastContext = createContext<Say>(() => undefined);

/** Says one sentence in the corner, for all and for screen readers. */
export function useToast(): Say {
  return useContext(ToastContext);
}

/** Holds the region where short messages appear; it covers nothing that can be pressed. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const count = useRef(0);
  const say = useCallback<Say>((text, tone = "plain") => {
    count.current += 1;
    const id = count.current;
    setToasts((shown) => [...shown.slice(-2), { id, text, isBad: tone === "bad" }]);
    setTimeout(() => setToasts((shown) => shown.filter((toast) => toast.id !== id)), SHOWN_MS);
  }, []);
  const region = useMemo(
    () => (
      <output
        aria-live="polite"
        className="pointer-events-none fixed inset-x-4 top-16 z-50 grid justify-items-center gap-2 md:top-auto md:bottom-16"
      >
        {toasts.map((toast) => (
          <span
            key={toast.id}
            className={`max-w-lg rounded-md border bg-pane px-3 py-2 font-medium ${toast.isBad ? "border-bad text-bad" : "border-edge text-ink"}`}
          >
            {toast.text}
          </span>
        ))}
      </output>
    ),
    [toasts],
  );
  return (
    <ToastContext value={say}>
      {children}
      {region}
    </ToastContext>
  );
}
