"use client";

import { Download, Maximize2, Minimize2, Search, TriangleAlert, WrapText } from "lucide-react";
import { buttonClass } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { IconButton } from "@/components/ui/icon-button";
import type { TextTools } from "./text-view";

export type OutputForm = "text" | "table" | "json";
const formWords: Readonly<Record<OutputForm, string>> = { text: "Text", table: "Table", json: "JSON" };

type OutputToolbarProps = {
  readonly count: number;
  /** More of what is kept is on its way. */
  readonly isComing: boolean;
  readonly forms: readonly OutputForm[];
  readonly form: OutputForm;
  readonly onForm: (form: OutputForm) => void;
  /** What can be done with lines; null where a table is shown. */
  readonly tools: TextTools | null;
  readonly isWrapped: boolean;
  readonly onWrap: () => void;
  readonly isLarge: boolean;
  readonly onLarge: () => void;
  readonly copy: () => string;
  readonly downloadPath: string;
};

/** The tools under the output: one line, on a phone always two. Nothing moves when lines come in. */
export function OutputToolbar(props: OutputToolbarProps) {
  const { count, isComing, forms, form, tools, isWrapped, isLarge } = props;
  const troubles = form === "text" ? (tools?.troubles ?? 0) : 0;
  const notInTable = tools ? null : "Not in a table";
  return (
    <div className="flex min-h-(--control) flex-wrap items-center gap-x-0.5 border-t border-line bg-pane px-1.5 py-0.5 text-sm text-faint">
      <span className="flex min-h-(--control) flex-1 items-center gap-0.5 max-md:basis-full">
        <span className="min-w-[9ch] px-1.5 whitespace-nowrap tabular-nums">
          {count === 1 ? "1 line" : `${count.toLocaleString("en")} lines`}
          {isComing ? " so far" : null}
        </span>
        <FormButtons forms={forms} form={form} onForm={props.onForm} />
        {troubles > 0 ? (
          <button
            type="button"
            onClick={tools?.nextTrouble}
            title="Go to the first line that tells of an error, then to the next"
            className={`${buttonClass("quiet")} ml-auto px-1.5 text-warn`}
          >
            <TriangleAlert aria-hidden="true" className="size-3.5 shrink-0" />
            <span className="tabular-nums">
              {troubles === 1 ? "1 error line" : `${troubles.toLocaleString("en")} error lines`}
            </span>
          </button>
        ) : null}
      </span>
      <span className="ml-auto flex items-center gap-0.5">
        <IconButton icon={Search} label="Search the output (/)" offBecause={notInTable} onClick={tools?.search} />
        <IconButton
          icon={WrapText}
          label="Wrap long lines"
          isOn={isWrapped}
          offBecause={notInTable}
          onClick={props.onWrap}
        />
        <CopyButton isIcon text={props.copy} label="Copy output" />
        <a
          href={props.downloadPath}
          download
          aria-label="Download output"
          title="Download the whole output"
          className={`${buttonClass("quiet")} min-w-(--control) px-1.5`}
        >
          <Download aria-hidden="true" className="size-4 shrink-0" />
        </a>
        <IconButton
          icon={isLarge ? Minimize2 : Maximize2}
          label={isLarge ? "Back into the card" : "Fill the screen"}
          isOn={isLarge}
          onClick={props.onLarge}
        />
      </span>
    </div>
  );
}

function FormButtons({ forms, form, onForm }: Pick<OutputToolbarProps, "forms" | "form" | "onForm">) {
  return forms.length > 1 ? (
    <fieldset className="flex items-center">
      <legend className="sr-only">Show as</legend>
      {forms.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={name === form}
          onClick={() => onForm(name)}
          className="min-h-(--control) px-2 font-medium text-mute aria-pressed:text-accent aria-pressed:underline aria-pressed:decoration-2 aria-pressed:underline-offset-4"
        >
          {formWords[name]}
        </button>
      ))}
    </fieldset>
  ) : null;
}
