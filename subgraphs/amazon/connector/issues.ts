import { z } from 'zod';
import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import type { ListingIssue } from '../../sync/connector/contract.js';
import { text } from '../../sync/connector/wire-values.js';

export const issueSchema = z.looseObject({
  code: text,
  message: z.string().default(''),
  severity: z.string().default('ERROR'),
  attributeNames: z.array(z.string()).nullish(),
  attributeName: z.string().nullish(),
  categories: z.array(z.string()).nullish(),
  enforcements: z.looseObject({ actions: z.array(z.looseObject({ action: z.string() })).nullish() }).nullish(),
});
export type AmazonIssue = z.output<typeof issueSchema>;

/** The hub's words for what Amazon's codes and categories say; the first that fits counts. */
const known: readonly (readonly [(issue: AmazonIssue) => boolean, ExplainedCode])[] = [
  [({ code }) => code === '13013' || /^not_?found$/i.test(code), 'LISTING_NOT_FOUND'],
  [(issue) => has(issue, 'MISSING_ATTRIBUTE'), 'ATTRIBUTE_MISSING'],
  [(issue) => has(issue, 'INVALID_PRICE') || has(issue, 'MISSING_PRICE') || about(issue, 'purchasable_offer') || about(issue, 'list_price'), 'PRICE_REFUSED'],
  [(issue) => about(issue, 'fulfillment_availability'), 'QUANTITY_REFUSED'],
  [(issue) => has(issue, 'INVALID_IMAGE') || has(issue, 'MISSING_IMAGE'), 'IMAGE_REFUSED'],
  [(issue) => about(issue, 'product_type'), 'CATEGORY_REFUSED'],
  [(issue) => about(issue, 'brand'), 'BRAND_REFUSED'],
  [(issue) => has(issue, 'QUALIFICATION_REQUIRED') || issue.code === '18742', 'QUALIFICATION_REQUIRED'],
  [(issue) => has(issue, 'DUPLICATE'), 'DUPLICATE_VARIANT'],
  [(issue) => has(issue, 'INVALID_ATTRIBUTE'), 'ATTRIBUTE_REFUSED'],
];

/** What Amazon says is wrong, as one issue: the first error decides the code, all of them are told. */
export function issueFrom(issues: readonly AmazonIssue[], at: Date): ListingIssue {
  const errors = issues.filter(({ severity }) => severity === 'ERROR');
  const [first] = errors;
  const [, code] = (first && known.find(([fits]) => fits(first))) ?? ([null, 'MARKETPLACE_REFUSED'] as const);
  const message = errors.map((one) => `${one.message || 'no reason given'} (Amazon ${one.code})`).join('; ') || 'Amazon gave no reason';
  return { code, message, retryable: false, at };
}

export function issue(code: ExplainedCode, message: string, at: Date): ListingIssue {
  return { code, message, retryable: false, at };
}

function has({ categories }: AmazonIssue, category: string): boolean {
  return (categories ?? []).includes(category);
}

function about({ attributeNames, attributeName }: AmazonIssue, name: string): boolean {
  return attributeName === name || (attributeNames ?? []).includes(name);
}
