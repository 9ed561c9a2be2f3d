"use client";

import { useRouter } from "next/navigation";
import { useLibraryChange } from "@/components/live/use-library-change";

/** Reads the page anew when something in the library changed: a new revision, a commit, a review. */
export function FollowHistory() {
  const router = useRouter();
  useLibraryChange(() => router.refresh());
  return null;
}
