import type { Currency } from '../../../platform/money.js';
import { ConnectorError } from '../../sync/connector/contract.js';

/** What the connector has to know of a marketplace before it has asked anything. */
export interface AmazonMarketplace {
  readonly country: string;
  readonly name: string;
  readonly currency: Currency;
  /** Language of texts where the seller has not said another. */
  readonly languageTag: string;
}

export const MARKETPLACE_TR = 'A33AVAJ2PDY3EV';

/** By marketplace id: the ids are Amazon's own and never change. */
export const MARKETPLACES: Readonly<Record<string, AmazonMarketplace>> = {
  A33AVAJ2PDY3EV: { country: 'TR', name: 'Amazon.com.tr', currency: 'TRY', languageTag: 'tr_TR' },
  A1PA6795UKMFR9: { country: 'DE', name: 'Amazon.de', currency: 'EUR', languageTag: 'de_DE' },
  A1F83G8C2ARO7P: { country: 'GB', name: 'Amazon.co.uk', currency: 'GBP', languageTag: 'en_GB' },
  A13V1IB3VIYZZH: { country: 'FR', name: 'Amazon.fr', currency: 'EUR', languageTag: 'fr_FR' },
  APJ6JRA9NG5V4: { country: 'IT', name: 'Amazon.it', currency: 'EUR', languageTag: 'it_IT' },
  A1RKKUPIHCS9HS: { country: 'ES', name: 'Amazon.es', currency: 'EUR', languageTag: 'es_ES' },
  A1805IZSGTT6HS: { country: 'NL', name: 'Amazon.nl', currency: 'EUR', languageTag: 'nl_NL' },
  AMEN7PMS3EDWL: { country: 'BE', name: 'Amazon.com.be', currency: 'EUR', languageTag: 'fr_BE' },
  A28R8C7NBKEWEA: { country: 'IE', name: 'Amazon.ie', currency: 'EUR', languageTag: 'en_IE' },
  A2NODRKZP88ZB9: { country: 'SE', name: 'Amazon.se', currency: 'SEK', languageTag: 'sv_SE' },
  A1C3SOZRARQ6R3: { country: 'PL', name: 'Amazon.pl', currency: 'PLN', languageTag: 'pl_PL' },
};

/** The marketplace of a store; the credentials have been checked to name one. */
export function marketplaceOf(id: string): AmazonMarketplace {
  const found = MARKETPLACES[id];
  if (found === undefined) throw new ConnectorError({ errorClass: 'VALIDATION', outcome: 'NOT_SENT', message: `the hub does not know Amazon's marketplace ${id}` });
  return found;
}

/** The others of the EU endpoint sell in currencies that the hub keeps no prices in: no store can be connected to them. */
export const UNKEPT_MARKETPLACES: Readonly<Record<string, { readonly name: string; readonly currency: string }>> = {
  AE08WJ6YKNBMC: { name: 'Amazon.co.za', currency: 'ZAR' },
  ARBP9OOSHTCHU: { name: 'Amazon.eg', currency: 'EGP' },
  A17E79C6D8DWNP: { name: 'Amazon.sa', currency: 'SAR' },
  A2VIGQ35RCS4UG: { name: 'Amazon.ae', currency: 'AED' },
  A21TJRUUN4KGV: { name: 'Amazon.in', currency: 'INR' },
};
