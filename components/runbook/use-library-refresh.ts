"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useLibraryChange } from "@/components/live/use-library-change";
import { libraryKey } from "@/lib/features/runbook/queries";

/** Asks the library anew when something in it changed. */
export function useLibraryRefresh(): void {
  const queryClient = useQueryClient();
  useLibraryChange(() => void queryClient.invalidateQueries({ queryKey: libraryKey }));
}
