"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { useLiveClient } from "./live-provider";

const GATHER_MS = 400;

/** Reads the page again when any incident changes; several changes in a row are one reading. */
export function useRefreshOnHome(): void {
  const client = useLiveClient();
  const router = useRouter();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = client?.listen("home", 0, () => {
      clearTimeout(timer);
      timer = setTimeout(() => router.refresh(), GATHER_MS);
    });
    return () => {
      clearTimeout(timer);
      stop?.();
    };
  }, [client, router]);
}
