/** Runs one thing for each item, all at once. The first that fails ends the others and, when they have ended, is thrown. */
export async function allTogether<Item>(
  items: readonly Item[],
  signal: AbortSignal,
  run: (item: Item, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const errors: unknown[] = [];
  const all = items.map(async (item) => {
    try {
      await run(item, either);
    } catch (error) {
      errors.push(error);
      failed.abort();
    }
  });
  await Promise.all(all);
  if (errors.length > 0) {
    throw errors[0];
  }
}
