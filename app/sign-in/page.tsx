import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { EntryFrame } from "@/components/people/entry-frame";
import { SignInForm } from "@/components/people/sign-in-form";
import { signInAction } from "@/lib/features/people/actions";
import { loadNeedsSetUp } from "@/lib/features/people/loaders";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage() {
  if (await loadNeedsSetUp()) {
    redirect("/set-up");
  }
  return (
    <EntryFrame title="Sign in" lead="To the room where incidents are handled.">
      <SignInForm signIn={signInAction} />
    </EntryFrame>
  );
}
