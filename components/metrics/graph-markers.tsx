import type { Scale } from "./graph-scale";
import { GraphWords } from "./graph-words";
import { type Marker, placeMarkers } from "./place-markers";

const LABEL_LENGTH = 22;
const WORDS_FROM_SIGN = 9;

/** Upright lines at moments, each with its sign and, where there is room, its words. */
export function GraphMarkers(props: {
  readonly markers: readonly Marker[];
  readonly sign: string;
  readonly colour: string;
  readonly dash: string;
  /** Where the signs and the words stand. */
  readonly y: number;
  readonly scale: Scale;
}) {
  const { markers, sign, colour, dash, y, scale } = props;
  const shortened = markers.map(({ label, atSeconds }) => ({ label: short(label), atSeconds }));
  return (
    <g fontSize={11} fill={colour}>
      {placeMarkers(shortened, scale).map(({ atSeconds, label, x, words }) => (
        <g key={`${atSeconds} ${label}`}>
          <line x1={x} x2={x} y1={scale.top} y2={scale.bottom} stroke={colour} strokeDasharray={dash} />
          <text x={x} y={y} textAnchor="middle">
            {sign}
          </text>
          {words === null ? null : (
            <GraphWords
              x={words === "left" ? x - WORDS_FROM_SIGN : x + WORDS_FROM_SIGN}
              y={y}
              textAnchor={words === "left" ? "end" : "start"}
            >
              {label}
            </GraphWords>
          )}
        </g>
      ))}
    </g>
  );
}

function short(label: string): string {
  return label.length > LABEL_LENGTH ? `${label.slice(0, LABEL_LENGTH - 1)}…` : label;
}
