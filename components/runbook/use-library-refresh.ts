"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useLiveClient } from "@/components/live/live-provider";
import { libraryKey } from "@/lib/features/runbook/queries";

const GATHER_MS = 400;

/** Asks the library anew when something happened; several changes in a row are one question. */
export function useLibraryRefresh(): void {
  const client = useLiveClient();
  const queryClient = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = client?.listen("home", 0, () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void queryClient.invalidateQueries({ queryKey: libraryKey });
      }, GATHER_MS);
    });
    return () => {
      clearTimeout(timer);
      stop?.();
    };
  }, [client, queryClient]);
}
