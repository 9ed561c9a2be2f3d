"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { LiveProvider } from "@/components/live/live-provider";
import { ToastProvider } from "@/components/ui/toast";

/** What every page needs in the browser: the query cache, the one live connection, and the place for short messages. */
export function Providers({ children }: { readonly children: ReactNode }) {
  const [queryClient] = useState(
    () => new QueryClient({ defaultOptions: { queries: { retry: 1, staleTime: 5_000, refetchOnWindowFocus: true } } }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <LiveProvider>
        <ToastProvider>{children}</ToastProvider>
      </LiveProvider>
    </QueryClientProvider>
  );
}
