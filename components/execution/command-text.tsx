import type { CommandPiece } from "./render-command";

/** The command as it would run; what was filled in is marked, what is open is marked louder. */
export function CommandText({ pieces }: { readonly pieces: readonly CommandPiece[] }) {
  return (
    <pre className="max-h-72 overflow-auto px-3 py-2.5 leading-5 whitespace-pre-wrap [overflow-wrap:anywhere]">
      <code>
        {pieces.map((piece) =>
          piece.kind === "text" ? (
            <span key={piece.start}>{piece.text}</span>
          ) : (
            <span
              key={piece.start}
              title={piece.name}
              className={`rounded px-0.5 ${piece.value === "" ? "bg-warn/20 text-warn" : "bg-accent/18"}`}
            >
              {piece.value === "" ? piece.written : piece.value}
            </span>
          ),
        )}
      </code>
    </pre>
  );
}
