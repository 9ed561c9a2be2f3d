import type { LineRange, Quantity, Sourced } from "../source";

export type Threshold = {
  readonly text: string;
  /** What is measured, as written: "Memory usage", "container_memory_usage_bytes". */
  readonly subject: string;
  readonly quantity: Quantity;
  readonly lines: LineRange;
  /** Present when front matter states it. */
  readonly from?: "front-matter";
};

export type EscalationLevel = {
  /** 1-based, in the document's order. */
  readonly level: number;
  readonly title: string;
  /** Seconds after the start of the incident; absent when only criteria are given. */
  readonly afterSeconds?: number;
  readonly criteria: readonly string[];
  readonly contacts: readonly string[];
  /** A measured rate or figure that makes it this level's turn: "> 100MB/min". */
  readonly check?: Quantity;
  /** The severity that the level names, else the one that its rank proposes. */
  readonly severity?: Sourced<string>;
  /** "Auto-recovery": a machine acts, people watch. */
  readonly isAutomatic?: true;
  readonly lines: LineRange;
  /** Present when front matter states it. */
  readonly from?: "front-matter";
};

export type ChecklistItem = {
  /** Stable: from the item's words, not from its position. */
  readonly id: string;
  readonly text: string;
  readonly mandatory: boolean;
  readonly lines: LineRange;
  /** The check this item is bound to, when a machine can tell. */
  readonly check?: ChecklistCheck;
  /** Present when front matter states it. */
  readonly from?: "front-matter";
};

export type ChecklistCheck =
  | { readonly kind: "no-oom-kill"; readonly windowSeconds: number }
  | { readonly kind: "memory-below"; readonly ratioOfLimit: number }
  | { readonly kind: "memory-below-bytes"; readonly bytes: number };

export type AlertRule = {
  readonly alert: string;
  readonly expr: string;
  readonly forSeconds?: number;
  readonly severity?: string;
  readonly lines: LineRange;
};

export type ActionLine = {
  readonly text: string;
  readonly lines: LineRange;
  /** Present when front matter states it. */
  readonly from?: "front-matter";
};

/** What a runbook says about itself. */
export type Facts = {
  readonly alerts: readonly Sourced<string>[];
  readonly severity?: Sourced<string>;
  readonly trigger?: Sourced<string>;
  readonly slaImpact?: Sourced<string>;
  readonly mttrTargetSeconds?: Sourced<number>;
  readonly owner?: Sourced<string>;
  /** What the text says of its review: a date, an interval, when it was last looked at. */
  readonly reviewDate?: Sourced<string>;
  /** The day the next review is due (YYYY-MM-DD), stated or reckoned from the last one. */
  readonly reviewDue?: Sourced<string>;
  /** Whether people are called in business hours only. */
  readonly businessHoursOnly?: Sourced<boolean>;
  readonly system?: Sourced<string>;
  readonly thresholds: readonly Threshold[];
  readonly escalation: readonly EscalationLevel[];
  readonly resolutionChecklist: readonly ChecklistItem[];
  readonly alertRules: readonly AlertRule[];
  readonly followUps: readonly ActionLine[];
  readonly notifications: readonly ActionLine[];
  /** What an incident means for users, business and data. */
  readonly impacts: readonly ActionLine[];
  readonly links: readonly { readonly text: string; readonly url: string; readonly lines: LineRange }[];
};
