import type { ReviewFacts } from "@/lib/core/incident/review-markdown";

/** The post-incident review: made of facts only. */
export type ReviewDto = ReviewFacts & {
  /** The sentence says "verified", or which event breaks the chain. */
  readonly chain: { readonly isIntact: boolean };
};
