import type { Metadata } from "next";
import { ReviewDocument } from "@/components/review/review-document";
import { AppBar } from "@/components/shell/app-bar";
import { SignOutButton } from "@/components/shell/sign-out-button";
import { loadViewer } from "@/lib/features/people/loaders";
import { loadReview } from "@/lib/features/review/loaders";
import { orNotFound } from "@/lib/web/or-not-found";

type Props = PageProps<"/incidents/[number]/review">;

export const metadata: Metadata = { title: "Review" };

export default async function ReviewPage({ params }: Props) {
  const number = Number((await params).number) || 0;
  const [viewer, review] = await Promise.all([loadViewer(), orNotFound(loadReview(number))]);
  return (
    <>
      <AppBar place="incidents" viewer={viewer} signOut={<SignOutButton />} />
      <ReviewDocument review={review} />
    </>
  );
}
