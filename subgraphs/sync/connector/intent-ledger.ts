import type { StoreId } from '../../../platform/ids.js';

/** One thing that a store's marketplace is asked to do once and only once. */
export interface Intent {
  readonly storeId: StoreId;
  /** The caller's key for it. */
  readonly key: string;
  /** SHA-256 of what is asked for: what tells a repeated call from another one under the same key. */
  readonly digest: string;
}

/**
 * NEW: noted now, to be done by who asked. DONE: with what was answered then. OPEN: begun by somebody, and nobody has
 * heard the answer (yet). OTHER: the key stands for something else.
 */
export type IntentState = { readonly kind: 'NEW' } | { readonly kind: 'DONE'; readonly answer: string } | { readonly kind: 'OPEN' } | { readonly kind: 'OTHER' };

/** Notes in the ledger what is about to be done, for calls of which a marketplace cannot be asked whether it has done them. */
export interface IntentLedger {
  /** NEW is said to one caller only. */
  begin(intent: Intent): Promise<IntentState>;
  finish(intent: Intent, answer: string): Promise<void>;
  /** Nothing was done: the same intent may be begun again. */
  giveUp(intent: Intent): Promise<void>;
}
