import type { Metadata } from "next";
import { SignOff } from "@/components/checklist/sign-off";
import { loadRoom } from "@/lib/features/incident/loaders";
import { orNotFound } from "@/lib/web/or-not-found";

type Props = PageProps<"/incidents/[number]/sign-off">;

export const metadata: Metadata = { title: "Sign-off" };

export default async function SignOffPage({ params }: Props) {
  return <SignOff room={await orNotFound(loadRoom(Number((await params).number) || 0, 1))} />;
}
