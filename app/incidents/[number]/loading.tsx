import { Skeleton } from "@/components/ui/skeleton";

/** The room's frame, so that nothing moves when the incident is there. */
export default function Loading() {
  return (
    <div className="grid h-dvh grid-rows-[3px_3rem_minmax(0,1fr)]">
      <span className="bg-line" />
      <span className="border-b border-line bg-pane" />
      <div className="grid min-h-0 lg:grid-cols-[18rem_minmax(0,1fr)_18rem] xl:grid-cols-[19.5rem_minmax(0,1fr)_20.25rem]">
        <span className="border-line bg-pane max-lg:hidden lg:border-r" />
        <div className="grid content-start gap-4 p-4">
          <Skeleton label="Opening the war room" className="h-64" />
          <Skeleton label="Opening the war room" className="h-40" />
        </div>
        <span className="border-line bg-pane max-lg:hidden lg:border-l" />
      </div>
    </div>
  );
}
