"use client";

import { LogOut } from "lucide-react";
import { Button } from "@/components/ui/button";
import { signOutAction } from "@/lib/features/people/actions";

/** On a phone only its picture; its name is always read out. */
export function SignOutButton() {
  return (
    <Button look="quiet" onClick={() => void signOutAction({})}>
      <LogOut aria-hidden="true" className="size-4" />
      <span className="max-sm:sr-only">Sign out</span>
    </Button>
  );
}
