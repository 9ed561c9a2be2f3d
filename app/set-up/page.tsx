import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { EntryFrame } from "@/components/people/entry-frame";
import { SetUpForm } from "@/components/people/set-up-form";
import { setUpAction } from "@/lib/features/people/actions";
import { loadNeedsSetUp } from "@/lib/features/people/loaders";

export const metadata: Metadata = { title: "Set up" };

export default async function SetUpPage() {
  if (!(await loadNeedsSetUp())) {
    redirect("/sign-in");
  }
  return (
    <EntryFrame title="Set up Headroom" lead="You become its first admin. Others are added by you.">
      <SetUpForm setUp={setUpAction} />
    </EntryFrame>
  );
}
