"use client";

import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";
import { LiveClient } from "./live-client";
import type { LiveStatus } from "./upstream";

const LiveContext = createContext<LiveClient | null>(null);

/** Joins this tab to the browser's one live connection. Nothing is opened until somebody listens. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const [client, setClient] = useState<LiveClient | null>(null);
  useEffect(() => {
    const joined = new LiveClient();
    let leave = joined.join();
    setClient(joined);
    // A page kept for the back button must not hold the stream for the others.
    const hide = () => leave();
    const show = (event: PageTransitionEvent) => {
      if (event.persisted) {
        leave = joined.join();
      }
    };
    window.addEventListener("pagehide", hide);
    window.addEventListener("pageshow", show);
    return () => {
      window.removeEventListener("pagehide", hide);
      window.removeEventListener("pageshow", show);
      leave();
    };
  }, []);
  return <LiveContext value={client}>{children}</LiveContext>;
}

/** The live connection; null until the browser has taken over. */
export function useLiveClient(): LiveClient | null {
  return useContext(LiveContext);
}

/** Is what is shown live, or was the connection lost? */
export function useLiveStatus(): LiveStatus {
  const client = useLiveClient();
  return useSyncExternalStore<LiveStatus>(
    client?.watchStatus ?? watchNothing,
    client?.status ?? connecting,
    connecting,
  );
}

function watchNothing(): () => void {
  return () => undefined;
}

function connecting(): LiveStatus {
  return "connecting";
}
