/**
 * A pure function of a text that keeps its latest answers: one text is asked about from several sides in a row. Of twice as
 * many, the older half goes at once: taking entries out of a Map one by one costs more than it saves.
 */
export function remember<Answer extends string | object>(
  answer: (text: string) => Answer,
  kept = 256,
): (text: string) => Answer {
  let latest = new Map<string, Answer>();
  let before = new Map<string, Answer>();
  return (text) => {
    const known = latest.get(text);
    if (known !== undefined) {
      return known;
    }
    const made = before.get(text) ?? answer(text);
    if (latest.size >= kept) {
      before = latest;
      latest = new Map();
    }
    latest.set(text, made);
    return made;
  };
}
