import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { WarRoom } from "@/components/incident/war-room";
import { loadRoom } from "@/lib/features/incident/loaders";
import { orNotFound } from "@/lib/web/or-not-found";

type Props = PageProps<"/incidents/[number]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `INC-${(await params).number}` };
}

export default async function RoomPage({ params, searchParams }: Props) {
  const number = Number((await params).number);
  if (!Number.isInteger(number)) {
    notFound();
  }
  const { part: asked } = await searchParams;
  const part = typeof asked === "string" && /^\d{1,6}$/.test(asked) ? Number(asked) : null;
  const room = await orNotFound(loadRoom(number, part));
  // Another part is another room: nothing of what was chosen in the one before is in it.
  return <WarRoom key={room.part?.number} room={room} />;
}
