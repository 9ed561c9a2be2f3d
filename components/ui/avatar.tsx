/** A person's initials; the whole name for screen readers and the tooltip. */
export function Avatar({ name, isMe = false }: { readonly name: string; readonly isMe?: boolean }) {
  return (
    <span
      title={name}
      className={`inline-grid size-6 shrink-0 place-items-center rounded-full border bg-raise text-[0.625rem] font-semibold ${isMe ? "border-accent text-accent" : "border-edge text-mute"}`}
    >
      <span aria-hidden="true">{initials(name)}</span>
      <span className="sr-only">{name}</span>
    </span>
  );
}

/** "Ada Lovelace" is "AL", "ops" is "OP". */
function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const [first = "?", last] = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return (last === undefined ? first.slice(0, 2) : `${first.slice(0, 1)}${last.slice(0, 1)}`).toUpperCase();
}
