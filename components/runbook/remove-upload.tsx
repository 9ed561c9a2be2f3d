"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useAct } from "@/components/action/use-act";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { removeUploadAction } from "@/lib/features/runbook/actions";

/** Takes an uploaded runbook out of the library, after asking once. */
export function RemoveUpload({ slug }: { readonly slug: string }) {
  const [isOpen, setIsOpen] = useState(false);
  const { act, isPending } = useAct();
  const router = useRouter();
  const remove = async () => {
    if (await act(() => removeUploadAction({ slug }))) {
      setIsOpen(false);
      router.push("/runbooks");
      router.refresh();
    }
  };
  return (
    <>
      <Button look="quiet" onClick={() => setIsOpen(true)}>
        Remove…
      </Button>
      <Dialog title={`Remove ${slug}`} isOpen={isOpen} onClose={() => setIsOpen(false)}>
        <div className="grid gap-3">
          <p className="text-mute">
            It leaves the library, and no incident opens with it any more. Incidents that follow it keep their revision.
          </p>
          <div className="flex justify-end gap-2">
            <Button onClick={() => setIsOpen(false)}>Keep it</Button>
            <Button look="danger" offBecause={isPending ? "Being removed" : null} onClick={() => void remove()}>
              Remove from the library
            </Button>
          </div>
        </div>
      </Dialog>
    </>
  );
}
