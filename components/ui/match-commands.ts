export type PaletteCommand = {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly act: () => void;
};

const SHOWN = 12;

/** Commands that hold every word of the query, best first: those that start with it. */
export function matchCommands(commands: readonly PaletteCommand[], query: string): readonly PaletteCommand[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = commands.filter((command) => {
    const text = `${command.label} ${command.hint ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const first = words[0] ?? "";
  const rank = (command: PaletteCommand) => (command.label.toLowerCase().startsWith(first) ? 0 : 1);
  return [...found].sort((a, b) => rank(a) - rank(b)).slice(0, SHOWN);
}
