import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import type { ListingIssue } from '../../sync/connector/contract.js';

interface Meaning {
  readonly code: ExplainedCode;
  readonly retryable: boolean;
  /** Not refused for good: to be sent again after this long. */
  readonly retryAfterMs?: number;
}

/** Ozon's pair of product and warehouse may be written every 30 s. */
const STOCK_PAIR_MS = 30_000;
/** A product may have ten prices an hour. */
const PRICE_WAIT_MS = 600_000;
/** A new SKU takes a while until it can be stocked. */
const TAGGING_MS = 60_000;

const tooSoon: Meaning = { code: 'STOCK_CHANGES_TOO_OFTEN', retryable: true, retryAfterMs: STOCK_PAIR_MS };
const notReady: Meaning = { code: 'LISTING_NOT_APPROVED', retryable: true, retryAfterMs: TAGGING_MS };
const refused = (code: ExplainedCode): Meaning => ({ code, retryable: false });

const STOCK_ERRORS: Readonly<Record<string, Meaning>> = {
  TOO_MANY_REQUESTS: tooSoon,
  'STOCK IS UPDATED TOO FREQUENTLY': tooSoon,
  PRODUCT_HAS_NOT_BEEN_TAGGED_YET: notReady,
  PRICE_IS_NOT_SENT: notReady,
  PRODUCT_IS_NOT_CREATED: { code: 'LISTING_NOT_APPROVED', retryable: true },
  OFFER_ID_NOT_FOUND: refused('LISTING_NOT_FOUND'),
  NOT_FOUND_ERROR: refused('LISTING_NOT_FOUND'),
  WAREHOUSE_NOT_FOUND: refused('WAREHOUSE_REFUSED'),
  STOCK_TOO_BIG: refused('QUANTITY_REFUSED'),
};

const PRICE_ERRORS: Readonly<Record<string, Meaning>> = {
  TOO_MANY_REQUESTS: { code: 'PRICE_CHANGES_TOO_OFTEN', retryable: true, retryAfterMs: PRICE_WAIT_MS },
  NOT_FOUND_ERROR: refused('LISTING_NOT_FOUND'),
  OFFER_ID_NOT_FOUND: refused('LISTING_NOT_FOUND'),
  DISCOUNT_FOR_LOW_PRICE_IS_TOO_SMALL: refused('DISCOUNT_REFUSED'),
  DISCOUNT_FOR_AVERAGE_PRICE_IS_TOO_SMALL: refused('DISCOUNT_REFUSED'),
  DISCOUNT_FOR_TOP_PRICE_IS_TOO_SMALL: refused('DISCOUNT_REFUSED'),
  DISCOUNT_TOO_BIG: refused('DISCOUNT_REFUSED'),
  PRICE_NEGATIVE: refused('PRICE_REFUSED'),
  INVALID_PRICE: refused('PRICE_REFUSED'),
  INVALID_CATEGORY_PRICE: refused('PRICE_REFUSED'),
  INVALID_CURRENCY: refused('CURRENCY_REFUSED'),
};

const CONTENT_ERRORS: readonly (readonly [RegExp, ExplainedCode])[] = [
  [/^spu_already_exists$/i, 'DUPLICATE_VARIANT'],
  [/density|dimension|weight|depth|width|height/i, 'DIMENSIONS_REFUSED'],
  [/limit_exceeded/i, 'DAILY_LIMIT_REACHED'],
  [/categor/i, 'CATEGORY_REFUSED'],
  [/brand/i, 'BRAND_REFUSED'],
  [/attribute|_value/i, 'ATTRIBUTE_REFUSED'],
  [/image|picture|photo/i, 'IMAGE_REFUSED'],
  [/barcode/i, 'BARCODE_REFUSED'],
  [/vat/i, 'VAT_REFUSED'],
  [/currency/i, 'CURRENCY_REFUSED'],
  [/price|discount/i, 'PRICE_REFUSED'],
  [/name/i, 'TITLE_REFUSED'],
];

export interface ItemError {
  readonly code: string;
  readonly message: string;
}

/** What a refused value's errors mean; the first decides, all are told. */
export function meaningOf(part: 'price' | 'quantity', errors: readonly ItemError[]): { readonly code: ExplainedCode; readonly retryable: boolean; readonly message: string; readonly remoteCode: string | null; readonly retryAfterMs?: number } {
  const [first] = errors;
  const table = part === 'price' ? PRICE_ERRORS : STOCK_ERRORS;
  // The documentation prints one code with a stray space.
  const meaning = table[(first?.code ?? '').trim().toUpperCase()] ?? refused(part === 'price' ? 'PRICE_REFUSED' : 'MARKETPLACE_REFUSED');
  return { ...meaning, message: messageOf(errors), remoteCode: first?.code ?? null };
}

export function contentIssue(errors: readonly ItemError[], at: Date): ListingIssue {
  const [first] = errors;
  const [, code] = CONTENT_ERRORS.find(([pattern]) => pattern.test(first?.code ?? '')) ?? ([null, 'MARKETPLACE_REFUSED'] as const);
  return { code, remoteCode: first?.code ?? null, message: messageOf(errors), retryable: code === 'DAILY_LIMIT_REACHED', at };
}

export function issue(code: ExplainedCode, message: string, at: Date): ListingIssue {
  return { code, message, retryable: false, at };
}

function messageOf(errors: readonly ItemError[]): string {
  return errors.map(({ code, message }) => (message === '' ? code : `${message} (${code})`)).join('; ') || 'no reason given';
}
