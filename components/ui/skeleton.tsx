/** A stand-in with the final height of what is being loaded (`className` gives it), so nothing moves when it arrives. */
export function Skeleton({ label, className = "" }: { readonly label: string; readonly className?: string }) {
  return (
    <div role="status" className={`pulse-quiet rounded-md bg-raise ${className}`}>
      <span className="sr-only">{label}</span>
    </div>
  );
}
