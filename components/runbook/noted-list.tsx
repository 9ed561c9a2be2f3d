import type { Block, ListItem } from "@/lib/core/runbook/block";
import { Blocks, type RenderCode } from "./blocks";
import type { DocumentIndex } from "./document-index";
import { PlaceNote } from "./margin-note";
import type { NotesByLine } from "./section-rows";

type NotedListProps = {
  readonly block: Extract<Block, { kind: "list" }>;
  readonly notes: NotesByLine;
  readonly index: DocumentIndex;
  readonly renderCode: RenderCode;
};

/** A list with the notes of each item beside it. */
export function NotedList({ block, notes, index, renderCode }: NotedListProps) {
  const Frame = block.ordered ? "ol" : "ul";
  return (
    <Frame className="grid list-none gap-y-1.5 lg:col-span-2 lg:grid-cols-subgrid">
      {block.items.map((item, at) => {
        const own = notes.get(item.lines.start);
        return (
          <li key={item.lines.start} id={item.stepId} className="grid scroll-mt-20 lg:col-span-2 lg:grid-cols-subgrid">
            <div className="relative grid min-w-0 content-start gap-2 pl-6">
              <Marker item={item} number={block.ordered ? (item.number ?? block.start + at) : null} />
              <Blocks blocks={item.blocks} renderCode={renderCode} />
            </div>
            {own ? (
              <div className="max-lg:pl-6">
                <PlaceNote notes={own} index={index} />
              </div>
            ) : null}
          </li>
        );
      })}
    </Frame>
  );
}

function Marker({ item, number }: { readonly item: ListItem; readonly number: number | null }) {
  if (item.checked !== undefined) {
    return <span aria-hidden="true" className="absolute top-1 left-1 size-3 rounded-sm border border-edge" />;
  }
  return (
    <span className={`absolute top-0 text-faint ${number === null ? "left-2" : "left-0"}`}>
      {number === null ? "•" : `${number}.`}
    </span>
  );
}
