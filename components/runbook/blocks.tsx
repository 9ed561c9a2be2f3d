import type { ReactNode } from "react";
import type { Block, ListItem } from "@/lib/core/runbook/block";
import { InlineText, positionKey } from "./inline-text";

type CodeBlock = Extract<Block, { kind: "code" }>;
export type RenderCode = (block: CodeBlock) => ReactNode;

/** The content of a section, in source order. `renderCode` draws fenced code; without it, it is plain. */
export function Blocks({
  blocks,
  renderCode = plainCode,
}: {
  readonly blocks: readonly Block[];
  readonly renderCode?: RenderCode;
}) {
  return blocks.map((block, at) => <BlockView key={positionKey(at)} block={block} renderCode={renderCode} />);
}

function BlockView({ block, renderCode }: { readonly block: Block; readonly renderCode: RenderCode }): ReactNode {
  switch (block.kind) {
    case "heading":
      return (
        <p className="mt-4 font-semibold">
          <InlineText parts={block.children} />
        </p>
      );
    case "paragraph":
      return (
        <p className="[overflow-wrap:anywhere]">
          <InlineText parts={block.children} />
        </p>
      );
    case "list":
      return <ListBlock block={block} renderCode={renderCode} />;
    case "table":
      return <TableBlock rows={block.rows} />;
    case "code":
      return renderCode(block);
    case "quote":
      return (
        <blockquote className="grid gap-2 border-l-2 border-edge pl-3 text-mute">
          <Blocks blocks={block.blocks} renderCode={renderCode} />
        </blockquote>
      );
    case "raw":
      return <pre className="overflow-x-auto whitespace-pre-wrap text-faint">{block.text}</pre>;
    case "break":
      return <hr className="border-line" />;
  }
}

function ListBlock({
  block,
  renderCode,
}: {
  readonly block: Extract<Block, { kind: "list" }>;
  readonly renderCode: RenderCode;
}) {
  const items = block.items.map((item) => <ItemView key={item.lines.start} item={item} renderCode={renderCode} />);
  return block.ordered ? (
    <ol start={block.start} className="grid list-decimal gap-1 pl-6 marker:text-faint">
      {items}
    </ol>
  ) : (
    <ul className="grid list-disc gap-1 pl-5 marker:text-faint">{items}</ul>
  );
}

function ItemView({ item, renderCode }: { readonly item: ListItem; readonly renderCode: RenderCode }) {
  const isTask = item.checked !== undefined;
  return (
    <li className={isTask ? "-ml-5 flex list-none items-start gap-2" : "pl-0.5"}>
      {isTask ? <span className="mt-1 size-3 shrink-0 rounded-sm border border-edge" aria-hidden="true" /> : null}
      <div className="grid min-w-0 gap-2">
        <Blocks blocks={item.blocks} renderCode={renderCode} />
      </div>
    </li>
  );
}

function TableBlock({ rows }: { readonly rows: Extract<Block, { kind: "table" }>["rows"] }) {
  const [head = [], ...body] = rows;
  return (
    <div className="overflow-x-auto rounded-md border border-line">
      <table className="w-full border-collapse text-left">
        <thead>
          <tr className="border-b border-line text-mute">
            {head.map((cell, column) => (
              <th key={positionKey(column)} scope="col" className="px-3 py-1.5 font-medium">
                <InlineText parts={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((row, line) => (
            <tr key={positionKey(line)} className="border-line not-first:border-t">
              {row.map((cell, column) => (
                <td key={positionKey(column)} className="px-3 py-1.5 align-top">
                  <InlineText parts={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function plainCode(block: CodeBlock): ReactNode {
  return <pre className="overflow-x-auto rounded-md border border-line bg-raise px-3 py-2">{block.text}</pre>;
}
