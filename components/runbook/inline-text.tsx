import { Fragment } from "react";
import type { Inline } from "@/lib/core/runbook/block";
import { isSafeUrl } from "./safe-url";

/** Words of the document. Only the kinds of the closed tree become markup; an image stays a link, so nothing is loaded. */
export function InlineText({ parts }: { readonly parts: readonly Inline[] }) {
  return parts.map((part, index) => (
    // The document is immutable, so a position names a part for good.
    <Fragment key={positionKey(index)}>
      <InlinePart part={part} />
    </Fragment>
  ));
}

function InlinePart({ part }: { readonly part: Inline }) {
  switch (part.kind) {
    case "text":
      return part.text;
    case "code":
      return <code className="rounded bg-raise px-1 py-px [overflow-wrap:anywhere]">{part.text}</code>;
    case "strong":
      return (
        <strong className="font-semibold">
          <InlineText parts={part.children} />
        </strong>
      );
    case "emphasis":
      return (
        <em>
          <InlineText parts={part.children} />
        </em>
      );
    case "deleted":
      return (
        <del>
          <InlineText parts={part.children} />
        </del>
      );
    case "link":
      return <SafeLink part={part} />;
    case "image":
      return (
        <SafeLink part={{ kind: "link", url: part.url, children: [{ kind: "text", text: `[image] ${part.alt}` }] }} />
      );
    case "line-break":
      return <br />;
  }
}

function SafeLink({ part }: { readonly part: Extract<Inline, { kind: "link" }> }) {
  if (!isSafeUrl(part.url)) {
    return <InlineText parts={part.children} />;
  }
  const isOutside = /^[a-z]+:/i.test(part.url);
  return (
    <a
      href={part.url}
      title={part.title}
      {...(isOutside ? { target: "_blank", rel: "noopener noreferrer nofollow" } : {})}
      className="text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
    >
      <InlineText parts={part.children} />
    </a>
  );
}

/** A key for parts of an immutable document, which have nothing but their position. */
export function positionKey(index: number): string {
  return `part-${index}`;
}
