import { Skeleton } from "@/components/ui/skeleton";

/** The shape of the library: title, search, filters, rows. */
export default function Loading() {
  return (
    <main className="mx-auto grid max-w-[90rem] gap-3 px-3 py-5 pt-[4.25rem] lg:px-6">
      <Skeleton label="Loading the runbooks" className="h-7 w-40" />
      <Skeleton label="Loading the search" className="h-(--control)" />
      <Skeleton label="Loading the filters" className="h-(--control)" />
      <Skeleton label="Loading the list" className="h-[32rem]" />
    </main>
  );
}
