"use client";

import { useEffect, useState } from "react";
import type { OutputText } from "@/lib/core/output/output-text";
import { type OutputForm, OutputToolbar } from "./output-toolbar";
import { TableView } from "./table-view";
import { type TextTools, TextView } from "./text-view";
import { useForms } from "./use-forms";
import { useWrap } from "./use-wrap";

type OutputViewerProps = {
  /** Grows in place; `version` says when it has. */
  readonly text: OutputText;
  readonly version: number;
  readonly isRunning: boolean;
  /** More of it is to come: from the run, or from where it is kept. */
  readonly isGrowing: boolean;
  readonly downloadPath: string;
  readonly linkedLine: number | null;
  readonly linkTo: (line: number) => string;
  readonly onLink: (line: number) => void;
};

/** What a run prints: as text while it comes, as a table or laid-out JSON where it is one. */
export function OutputViewer(props: OutputViewerProps) {
  const { text, version, isRunning, isGrowing } = props;
  const [chosen, setChosen] = useState<OutputForm>("text");
  const [isLarge, setIsLarge] = useState(false);
  const [isWrapped, toggleWrap] = useWrap();
  const forms = useForms({ text, version, isGrowing });
  const form = forms.names.includes(chosen) ? chosen : "text";
  const shown = form === "json" && forms.json ? forms.json : text;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key === "Escape") {
        setIsLarge(false);
      }
    };
    if (isLarge) {
      window.addEventListener("keydown", press);
    }
    return () => window.removeEventListener("keydown", press);
  }, [isLarge]);
  const toolbar = (tools: TextTools | null) => (
    <OutputToolbar
      count={text.count}
      isComing={isGrowing && !isRunning}
      forms={forms.names}
      form={form}
      onForm={setChosen}
      tools={tools}
      isWrapped={isWrapped}
      onWrap={toggleWrap}
      isLarge={isLarge}
      onLarge={() => setIsLarge(!isLarge)}
      copy={() => shown.all()}
      downloadPath={props.downloadPath}
    />
  );
  return (
    <div
      // Tells the keys of the room that they would act on something nobody sees.
      data-fills-screen={isLarge || undefined}
      className={`border-t border-line bg-bg ${isLarge ? "fixed inset-0 z-40 flex flex-col pb-[env(safe-area-inset-bottom)]" : ""}`}
    >
      {form === "table" ? (
        <>
          <TableView tables={forms.tables} isLarge={isLarge} />
          {toolbar(null)}
        </>
      ) : (
        <TextView
          key={form}
          text={shown}
          version={version}
          isRunning={isRunning}
          isWrapped={isWrapped}
          isLarge={isLarge}
          linkedLine={form === "text" ? props.linkedLine : null}
          linkTo={form === "text" ? props.linkTo : null}
          onLink={props.onLink}
          toolbar={toolbar}
        />
      )}
    </div>
  );
}
