/** The cluster's colour across the whole page, so that production never looks like staging. */
export function ClusterStrip({ colour }: { readonly colour: string }) {
  return (
    <svg aria-hidden="true" className="block h-[3px] w-full">
      <rect width="100%" height="100%" fill={colour || "var(--cluster)"} />
    </svg>
  );
}
