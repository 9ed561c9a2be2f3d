"use client";

import { Button } from "@/components/ui/button";
import { signOutAction } from "@/lib/features/people/actions";

export function SignOutButton() {
  return <Button onClick={() => void signOutAction({})}>Sign out</Button>;
}
