import type { Currency } from '../../../platform/money.js';
import type { Language } from '../../sync/connector/contract.js';

/** The eBay sites a store can sell on: those whose currency the hub keeps prices in. There is none for Türkiye. */
export const SITES = ['EBAY_DE', 'EBAY_AT', 'EBAY_FR', 'EBAY_IT', 'EBAY_ES', 'EBAY_NL', 'EBAY_BE', 'EBAY_IE', 'EBAY_GB', 'EBAY_US'] as const;
export type Site = (typeof SITES)[number];

interface SiteFacts {
  readonly currency: Currency;
  /** For `Content-Language` and the item's `locale`. */
  readonly locale: string;
  /** What its buyers read, as far as the hub writes it. */
  readonly language: Language;
}

const euro = (locale: string, language: Language = 'EN'): SiteFacts => ({ currency: 'EUR', locale, language });

export const siteFacts: Readonly<Record<Site, SiteFacts>> = {
  EBAY_DE: euro('de-DE', 'DE'),
  EBAY_AT: euro('de-AT', 'DE'),
  EBAY_FR: euro('fr-FR'),
  EBAY_IT: euro('it-IT'),
  EBAY_ES: euro('es-ES'),
  EBAY_NL: euro('nl-NL'),
  EBAY_BE: euro('nl-BE'),
  EBAY_IE: euro('en-IE'),
  EBAY_GB: { currency: 'GBP', locale: 'en-GB', language: 'EN' },
  EBAY_US: { currency: 'USD', locale: 'en-US', language: 'EN' },
};
