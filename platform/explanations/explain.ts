import type { LanguageSpoken } from '../language.js';
import { alertKinds } from './alert-kinds.js';
import { analyticsErrors } from './analytics-errors.js';
import { automationErrors } from './automation-errors.js';
import { cancelReasons } from './cancel-reasons.js';
import { contentIssues } from './content-issues.js';
import { errorClasses } from './error-classes.js';
import type { CatalogueEntry, Explanation } from './explanation.js';
import { goodsErrors } from './goods-errors.js';
import { newsIssues } from './news-issues.js';
import { offerIssues } from './offer-issues.js';
import { operationErrors } from './operation-errors.js';
import { orderIssues } from './order-issues.js';
import { orderStatuses } from './order-statuses.js';
import { requestErrors } from './request-errors.js';
import { returnStates } from './return-states.js';
import { storeErrors } from './store-errors.js';

/** Files whose codes mean the same wherever they stand; no code is in two of them. */
export const CODE_GROUPS = { contentIssues, offerIssues, orderIssues, newsIssues, errorClasses, goodsErrors, storeErrors, operationErrors, automationErrors, analyticsErrors, requestErrors } as const;

const catalogue = {
  /** Of issues, error classes, user errors and `extensions.code`. */
  CODE: { ...contentIssues, ...offerIssues, ...orderIssues, ...newsIssues, ...errorClasses, ...goodsErrors, ...storeErrors, ...operationErrors, ...automationErrors, ...analyticsErrors, ...requestErrors },
  ORDER_STATUS: orderStatuses,
  RETURN_STATE: returnStates,
  ALERT: alertKinds,
  CANCEL_REASON: cancelReasons,
} as const;

/** Which words are meant: `CANCELLED` says one thing of an order and another of a return. */
export type ExplanationKind = keyof typeof catalogue;
/** The words of a kind that the catalogue has, in every language. */
export type ExplainedWord<K extends ExplanationKind> = keyof (typeof catalogue)[K] & string;
/**
 * A code the hub may give an issue, a user error, a pause or a class of trouble. A new one gets its cause and remedy in English, Turkish
 * and Russian in the file of `platform/explanations/` that it belongs to; until then it does not compile.
 */
export type ExplainedCode = keyof (typeof catalogue)['CODE'];

/** Whether a word that comes from elsewhere, such as a receipt of an earlier version, is a code the hub gives. */
export function isExplainedCode(code: string): code is ExplainedCode {
  return Object.hasOwn(catalogue.CODE, code);
}

/** What a code or state means and what to do about it; null for one that the catalogue does not have. */
export function explain(code: string, language: LanguageSpoken, kind: ExplanationKind = 'CODE'): Explanation | null {
  const entries: Readonly<Record<string, CatalogueEntry>> = catalogue[kind];
  const entry = Object.hasOwn(entries, code) ? entries[code] : undefined;
  return entry === undefined ? null : { code, turn: entry.turn, language, ...entry[language] };
}

/** Every word of a kind, in the catalogue's order. */
export function explainedWords(kind: ExplanationKind): string[] {
  return Object.keys(catalogue[kind]);
}
