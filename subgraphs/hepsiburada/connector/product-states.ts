import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import type { ListingIssue } from '../../sync/connector/contract.js';

/** WAIT: Hepsiburada's move. DONE: on sale. SELLER: nothing more happens until the seller does something. */
export type ProductState =
  | { readonly kind: 'WAIT'; readonly next: string }
  | { readonly kind: 'DONE'; readonly next: string }
  | { readonly kind: 'SELLER'; readonly code: ExplainedCode; readonly next: string };

/** The nine states of a product in the catalogue, and what has to happen next. */
export const PRODUCT_STATES = {
  WAITING: { kind: 'WAIT', next: 'Hepsiburada has received the product and will look at it.' },
  IN_EXTERNAL_PROGRESS: { kind: 'WAIT', next: "Hepsiburada's content team works on the product." },
  CREATED: { kind: 'WAIT', next: 'Hepsiburada has made a new catalogue product; the listing follows.' },
  MATCHED_WITH_STAGED: { kind: 'WAIT', next: 'The product is matched with one that Hepsiburada still prepares.' },
  MATCHED: { kind: 'DONE', next: 'The product is ready for sale.' },
  PRE_MATCHED: { kind: 'SELLER', code: 'MATCH_NEEDS_APPROVAL', next: 'Hepsiburada proposes an existing catalogue product. Approve the match if it is the same article, else reject it (hepsiburadaMatchDecide), then publish again.' },
  MISSING_INFO: { kind: 'SELLER', code: 'INFORMATION_MISSING', next: 'Add what Hepsiburada asks for and publish again.' },
  REJECTED: { kind: 'SELLER', code: 'CATALOGUE_REJECTED', next: 'Correct what Hepsiburada objects to and publish again.' },
  BLOCKED: { kind: 'SELLER', code: 'PRODUCT_PROHIBITED', next: 'The brand, category or product may not be sold by this shop. Only Hepsiburada can lift that: open a ticket in the merchant panel.' },
} as const satisfies Record<string, ProductState>;
export type ProductStateName = keyof typeof PRODUCT_STATES;
export const PRODUCT_STATE_NAMES = Object.keys(PRODUCT_STATES) as readonly ProductStateName[];

/** Null for a word that is none of the nine. */
export function productStateOf(word: string | null): ProductState | null {
  const name = (word ?? '').trim().toUpperCase();
  return Object.hasOwn(PRODUCT_STATES, name) ? PRODUCT_STATES[name as ProductStateName] : null;
}

/** What to tell the seller: Hepsiburada's own words first, then what to do. */
export function stateIssue(state: Extract<ProductState, { kind: 'SELLER' }>, o: { readonly word: string; readonly reasons: readonly string[] }, at: Date): ListingIssue {
  return { code: state.code, remoteCode: o.word, message: [...o.reasons, state.next].join(' '), retryable: false, at };
}
