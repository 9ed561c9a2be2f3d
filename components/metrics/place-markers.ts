import type { Scale } from "./graph-scale";

/** Something that happened at a moment of the graph. */
export type Marker = { readonly label: string; readonly atSeconds: number };

/** A marker in pixels, with the side of its sign that its words stand on; null where there is no room for them. */
export type PlacedMarker = Marker & { readonly x: number; readonly words: "left" | "right" | null };

type Stretch = readonly [from: number, to: number];

const SIGN_PIXELS = 6;
const GAP_PIXELS = 3;
/** Wide enough for a letter of the graph's eleven pixels. */
const LETTER_PIXELS = 6.4;
/** Within this, the words of one marker say it for the next. */
const CROWD_PIXELS = 40;

/** The markers inside the plot, latest first. Words never touch a sign or other words; the latest come first. */
export function placeMarkers(markers: readonly Marker[], scale: Scale): readonly PlacedMarker[] {
  const inside = [...new Map(markers.map((marker) => [`${marker.atSeconds} ${marker.label}`, marker])).values()]
    .map((marker) => ({ ...marker, x: scale.x(marker.atSeconds) }))
    .filter(({ x }) => x >= scale.left && x <= scale.right)
    .sort((a, b) => b.x - a.x);
  const taken: Stretch[] = inside.map(({ x }) => [x - SIGN_PIXELS, x + SIGN_PIXELS]);
  const isFree = ([from, to]: Stretch) =>
    from >= scale.left && to <= scale.right && taken.every(([start, end]) => to <= start || from >= end);
  return inside.map((marker, index) => {
    const later = inside[index - 1];
    if (later?.label === marker.label && later.x - marker.x < CROWD_PIXELS) {
      return { ...marker, words: null };
    }
    const width = GAP_PIXELS + marker.label.length * LETTER_PIXELS;
    const sides: Readonly<Record<"left" | "right", Stretch>> = {
      left: [marker.x - SIGN_PIXELS - width, marker.x - SIGN_PIXELS],
      right: [marker.x + SIGN_PIXELS, marker.x + SIGN_PIXELS + width],
    };
    const words = (["right", "left"] as const).find((side) => isFree(sides[side])) ?? null;
    if (words !== null) {
      taken.push(sides[words]);
    }
    return { ...marker, words };
  });
}
