import "server-only";

/**
 * One word of a pipeline. `at` is the offset in the template that Go's errors name (of several names the second), `said`
 * is how the whole is written there.
 */
export type Word =
  | { readonly kind: "dot" }
  | { readonly kind: "nil" }
  | { readonly kind: "literal"; readonly value: string | number | boolean }
  | { readonly kind: "function"; readonly name: string }
  /** `.State.Pid`, `$x.Name`, `(index . 0).Id`: a start and the names after it. */
  | {
      readonly kind: "path";
      readonly from: Word | "dot";
      readonly names: readonly string[];
      readonly at: number;
      readonly said: string;
    }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "group"; readonly pipe: Pipe };

export type Pipe = {
  /** `$x :=`, `$i, $x :=`, `$x =`. */
  readonly variables: readonly string[];
  readonly isAssignment: boolean;
  readonly commands: readonly (readonly Word[])[];
};

/** A parsed template. */
export type Node =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "print"; readonly pipe: Pipe }
  | {
      readonly kind: "if" | "with" | "range";
      readonly pipe: Pipe;
      readonly body: readonly Node[];
      readonly otherwise: readonly Node[];
    };

/** A template that Go would not take, in Go's words: `template: :1: unclosed action`. */
export class TemplateFailure extends Error {
  override readonly name = "TemplateFailure";
  readonly stage: "parse" | "execute";

  constructor(stage: "parse" | "execute", message: string) {
    super(message);
    this.stage = stage;
  }
}
