import { Skeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <main className="mx-auto grid max-w-[90rem] gap-4 px-3 py-5 lg:px-6">
      <Skeleton label="Loading" className="h-12" />
      <Skeleton label="Loading" className="h-96" />
    </main>
  );
}
