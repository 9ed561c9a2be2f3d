import { bytesText } from "./bytes";

export type Reading = { readonly name: string; readonly bytes: number };

/** The figures at one moment, largest first. */
export function MemoryTooltip({
  seconds,
  readings,
  limitBytes,
}: {
  readonly seconds: number;
  readonly readings: readonly Reading[];
  readonly limitBytes: number | null;
}) {
  return (
    <div className="rounded-md border border-edge bg-pane px-2.5 py-1.5 text-sm">
      <p className="text-faint">{new Date(seconds * 1_000).toLocaleTimeString()}</p>
      {readings
        .toSorted((a, b) => b.bytes - a.bytes)
        .map(({ name, bytes }) => (
          <p key={name} className="flex justify-between gap-4">
            <span className="text-mute">{name}</span>
            <span>
              {bytesText(bytes)}
              {limitBytes ? <span className="text-faint"> {Math.round((bytes / limitBytes) * 100)} %</span> : null}
            </span>
          </p>
        ))}
    </div>
  );
}
