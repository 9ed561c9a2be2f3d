"use client";

import { useEffect, useEffectEvent } from "react";
import { useLiveClient } from "./live-provider";

const GATHER_MS = 200;

/**
 * Calls `onChange` when a runbook changed, and once whenever the connection comes up: what happened before is not known.
 * Several changes in a row are one call.
 */
export function useLibraryChange(onChange: () => void): void {
  const client = useLiveClient();
  const tell = useEffectEvent(onChange);
  useEffect(() => {
    if (!client) {
      return;
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isInStep = false;
    const gather = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        tell();
      }, GATHER_MS);
    };
    const stopListening = client.listen("library", 0, gather);
    const stopWatching = client.watchStatus(() => {
      const isLive = client.status() === "live";
      if (isLive && !isInStep) {
        gather();
      }
      isInStep = isLive;
    });
    return () => {
      clearTimeout(timer);
      stopListening();
      stopWatching();
    };
  }, [client]);
}
