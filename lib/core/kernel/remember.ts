/** A pure function of a text that keeps its latest answers: one text is asked about from several sides in a row. */
export function remember<Answer extends string | object>(
  answer: (text: string) => Answer,
  kept = 256,
): (text: string) => Answer {
  const latest = new Map<string, Answer>();
  return (text) => {
    const known = latest.get(text);
    if (known !== undefined) {
      return known;
    }
    const made = answer(text);
    if (latest.size >= kept) {
      latest.delete(latest.keys().next().value ?? "");
    }
    latest.set(text, made);
    return made;
  };
}
