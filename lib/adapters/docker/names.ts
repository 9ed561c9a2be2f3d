import "server-only";

/** The first twelve digits of an id, without `sha256:`. */
export function truncateId(id: string): string {
  return id.replace(/^[a-z0-9]+:/, "").slice(0, 12);
}

/** An image as `ps` shows it: familiar name, and short without the digest. */
export function shownImage(image: string, imageId: string, isShort: boolean): string {
  if (image === "") {
    return "<no image>";
  }
  if (!isShort) {
    return image;
  }
  if (truncateId(imageId) === truncateId(image)) {
    return truncateId(image);
  }
  return image.replace(/@sha256:[0-9a-f]+$/, "").replace(/^docker\.io\/(?:library\/)?/, "");
}

/** The order of docker's lists by name: numbers in a name count as numbers. */
export function byName(a: { readonly Name: string }, b: { readonly Name: string }): number {
  return natural.compare(a.Name, b.Name);
}

const natural = new Intl.Collator("en", { numeric: true });

/** A text of at most `size` characters, the last of them `…` when it is longer. */
export function ellipsis(text: string, size: number): string {
  const characters = [...text];
  return characters.length <= size ? text : `${characters.slice(0, size - 1).join("")}…`;
}
