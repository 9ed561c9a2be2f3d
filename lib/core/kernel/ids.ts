declare const brand: unique symbol;

/** A string that only a parser or a gate may call a `Name`. */
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type IncidentId = Branded<"IncidentId">;
export type SectionId = Branded<"SectionId">;
export type StepId = Branded<"StepId">;
export type OperationId = Branded<"OperationId">;
export type RunId = Branded<"RunId">;
export type UserId = Branded<"UserId">;
export type RevisionHash = Branded<"RevisionHash">;

/** Brands a string that was just read from a parser, the database or a validated input. */
export function brandId<Id extends IncidentId | SectionId | StepId | OperationId | RunId | UserId | RevisionHash>(
  value: string,
): Id {
  return value as Id;
}
