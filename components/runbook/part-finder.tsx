"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { runbookPlaceQuery } from "@/lib/features/runbook/queries";
import { hashPlace } from "./hash-place";

/** A place that the address names may stand in another part than the one that is shown: goes there. */
export function PartFinder({ slug }: { readonly slug: string }) {
  const router = useRouter();
  const queryClient = useQueryClient();
  useEffect(() => {
    const find = async () => {
      const place = hashPlace();
      if (place === "" || document.getElementById(place)) {
        return;
      }
      const { part } = await queryClient.fetchQuery(runbookPlaceQuery(slug, place));
      if (part !== null && hashPlace() === place) {
        router.replace(`?part=${part}#${encodeURIComponent(place)}`);
      }
    };
    const seek = () => void find();
    seek();
    window.addEventListener("hashchange", seek);
    return () => window.removeEventListener("hashchange", seek);
  }, [slug, router, queryClient]);
  return null;
}
