import { z } from "zod";
import { staleness } from "@/lib/core/runbook/library/filter-library";
import type { DiffHunk } from "@/lib/core/runbook/library/line-diff";
import type { SearchHit } from "@/lib/core/runbook/library/search-library";
import type { RunbookSummary } from "@/lib/core/runbook/library/summarise";
import type { Layout } from "@/lib/core/runbook/page/document-parts";
import { phases, type Runbook } from "@/lib/core/runbook/runbook";
import type { RiskVerdict } from "@/lib/core/shell/risk/risk-of";

/** What is looked for in the library, as it stands in the address. A value that is not understood is no limit. */
export const libraryQuery = z.object({
  q: z.string().trim().max(200).catch("").default(""),
  system: z.string().max(200).catch("").default(""),
  severity: z.string().max(20).catch("").default(""),
  phase: z
    .enum(["", ...phases])
    .catch("")
    .default(""),
  stale: z.enum(staleness).catch("").default(""),
  findings: z.enum(["", "1"]).catch("").default(""),
  show: z.coerce.number().int().min(1).max(10_000).catch(100).default(100),
});
export type LibraryQuery = z.infer<typeof libraryQuery>;

/** The commit that brought a revision. `at` is ISO 8601. */
export const revisionCommit = z.object({
  id: z.string(),
  author: z.string(),
  email: z.string(),
  at: z.string(),
  subject: z.string(),
});
export type RevisionCommit = z.infer<typeof revisionCommit>;

const slug = z.string().min(1).max(200);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
export const reviewRevisionInput = z.object({ slug, hash });
export const removeUploadInput = z.object({ slug });
export const MAX_UPLOAD_BYTES = 5_000_000;
/** The file's bytes come in base64: JSON text would hide that they are not UTF-8. */
export const uploadRunbookInput = z.object({
  name: z.string().trim().min(1, "choose a file").max(200),
  base64: z.base64(),
  replaces: hash.nullable(),
});
export type UploadRunbookInput = z.infer<typeof uploadRunbookInput>;

/** One row of the library. Times are ISO 8601. */
export type RunbookRow = {
  readonly slug: string;
  readonly title: string;
  readonly system: string | null;
  /** P0…P4; null when the text names none. */
  readonly severity: string | null;
  readonly alerts: readonly string[];
  readonly stepCount: number;
  readonly coverage: RunbookSummary["coverage"];
  readonly findings: RunbookSummary["findings"];
  readonly path: string;
  readonly isUpload: boolean;
  /** A file that could not be read or understood: one sentence. The row is still there. */
  readonly problem: string | null;
  /** False for a file that could never be read. */
  readonly hasText: boolean;
  readonly changedAt: string;
  readonly reviewDue: string | null;
  readonly isOverdue: boolean;
  /** Null when the policy asks for no review. */
  readonly isReviewed: boolean | null;
  /** The line that a search found, when the row does not show the words itself. */
  readonly hit: SearchHit | null;
};

/** The library as one search sees it. */
export type LibraryView = {
  /** The first of those found. */
  readonly rows: readonly RunbookRow[];
  readonly foundCount: number;
  readonly totalCount: number;
  /** What there is to filter by. */
  readonly systems: readonly string[];
  readonly severities: readonly string[];
  /** What went wrong while the folders were read, each a sentence. */
  readonly notices: readonly string[];
};

/** What somebody may do in the library: declare, mark a revision as reviewed, change what is in it. */
export type LibraryRights = { readonly operate: boolean; readonly review: boolean; readonly administer: boolean };

export type RunbookPage = {
  readonly runbook: Runbook;
  readonly slug: string;
  readonly hash: string;
  readonly path: string;
  readonly isUpload: boolean;
  readonly problem: string | null;
  /** False for a file that could never be read: nothing stands for it that could be followed. */
  readonly hasText: boolean;
  readonly layout: Layout;
  /** The part of the layout that is shown, from 1. */
  readonly part: number;
  /** By operation of the part. */
  readonly risks: Readonly<Record<string, RiskVerdict>>;
  readonly review: RevisionReview | null;
  /** Whether the policy asks for a review before operations run. */
  readonly needsReview: boolean;
};

/** The hash of the text that a runbook has now; null when it is no longer there. */
export type RunbookNow = { readonly hash: string | null };

/** The part of a runbook's page in which a place stands, from 1; null when there is no such place. */
export type RunbookPlace = { readonly part: number | null };

export type RevisionReview = { readonly name: string; readonly at: string };

/** One line of a runbook's history. */
export type RevisionRow = {
  readonly number: number;
  readonly hash: string;
  readonly at: string;
  /** The person who uploaded it, or null when it came from a folder. */
  readonly uploadedBy: string | null;
  readonly commit: RevisionCommit | null;
  readonly review: RevisionReview | null;
};

export type RunbookHistory = {
  readonly slug: string;
  readonly title: string;
  /** Newest first. */
  readonly revisions: readonly RevisionRow[];
  /** The chosen revision and what it changed against the one before; `hunks` is null when they have nothing in common. */
  readonly chosen: { readonly number: number; readonly change: RevisionChange } | null;
};

export type RevisionChange = { readonly kind: "first"; readonly lineCount: number } | TextChange;

/** From one text to another. */
export type TextChange =
  | { readonly kind: "diff"; readonly hunks: readonly DiffHunk[] }
  | { readonly kind: "unlike" }
  | { readonly kind: "too-long" };

/** Who must have looked at a revision before its operations run. */
export type RunbookPolicy = { readonly requireReviewed: boolean };
