import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import type { ListingIssue } from '../../sync/connector/contract.js';

/** Codes of upload results, in Hepsiburada's words and the hub's; `next` says what the seller has to do. */
const known: ReadonlyMap<string, { readonly code: ExplainedCode; readonly next: string }> = new Map(Object.entries({
  OutOfPriceRange: { code: 'PRICE_OUTSIDE_BAND', next: 'Hepsiburada has locked the listing. Set a price inside the band, then unlock it (hepsiburadaListingsUnlock).' },
  DiscountedListingPriceIncrease: { code: 'CAMPAIGN_FORBIDS_PRICE', next: 'A campaign runs on this listing: the price can go up when it has ended.' },
  DiscountedListingStockDecrease: { code: 'CAMPAIGN_FORBIDS_STOCK', next: 'A campaign runs on this listing: the stock can go down when it has ended, or end it in the merchant panel.' },
  ListingNotFound: { code: 'LISTING_NOT_FOUND', next: 'Hepsiburada has no listing under this SKU: publish it first.' },
  InvalidPrice: { code: 'PRICE_REFUSED', next: 'Set a price above zero.' },
  InvalidStock: { code: 'QUANTITY_REFUSED', next: 'Set a whole number of units.' },
} as const));

export function issue(code: ExplainedCode, message: string, at: Date, remoteCode: string | null = null): ListingIssue {
  return { code, remoteCode, message, retryable: false, at };
}

/** What an upload says of one item; unknown words are kept as they are. */
export function issueFromWords(words: readonly string[], at: Date): ListingIssue {
  const word = words.find((one) => known.has(one));
  const found = word === undefined ? undefined : known.get(word);
  if (word !== undefined && found) return issue(found.code, `${words.join(', ')}. ${found.next}`, at, word);
  const text = words.join(', ') || 'Hepsiburada gave no reason';
  return issue(/(listing|sku|product|ürün)\S* ?(not ?found|bulunamad)/i.test(text) ? 'LISTING_NOT_FOUND' : 'MARKETPLACE_REFUSED', text, at, words[0]);
}
