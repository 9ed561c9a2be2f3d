import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { WarRoom } from "@/components/incident/war-room";
import { loadRoom } from "@/lib/features/incident/loaders";
import { orNotFound } from "@/lib/web/or-not-found";

type Props = PageProps<"/incidents/[number]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `INC-${(await params).number}` };
}

export default async function RoomPage({ params }: Props) {
  const number = Number((await params).number);
  if (!Number.isInteger(number)) {
    notFound();
  }
  return <WarRoom room={await orNotFound(loadRoom(number))} />;
}
