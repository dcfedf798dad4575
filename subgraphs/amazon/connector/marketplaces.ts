import type { Currency } from '../../../platform/money.js';

/** What the connector has to know of a marketplace before it has asked anything. */
export interface AmazonMarketplace {
  readonly country: string;
  /** Null where it sells in a currency that the hub does not keep prices in. */
  readonly currency: Currency | null;
  /** Language of texts where the seller has not said another. */
  readonly languageTag: string;
}

export const MARKETPLACE_TR = 'A33AVAJ2PDY3EV';

/** By marketplace id: the ids are Amazon's own and never change. */
export const MARKETPLACES: Readonly<Record<string, AmazonMarketplace>> = {
  A33AVAJ2PDY3EV: { country: 'TR', currency: 'TRY', languageTag: 'tr_TR' },
  A1PA6795UKMFR9: { country: 'DE', currency: 'EUR', languageTag: 'de_DE' },
  A1F83G8C2ARO7P: { country: 'GB', currency: 'GBP', languageTag: 'en_GB' },
  A13V1IB3VIYZZH: { country: 'FR', currency: 'EUR', languageTag: 'fr_FR' },
  APJ6JRA9NG5V4: { country: 'IT', currency: 'EUR', languageTag: 'it_IT' },
  A1RKKUPIHCS9HS: { country: 'ES', currency: 'EUR', languageTag: 'es_ES' },
  A1805IZSGTT6HS: { country: 'NL', currency: 'EUR', languageTag: 'nl_NL' },
  AMEN7PMS3EDWL: { country: 'BE', currency: 'EUR', languageTag: 'fr_BE' },
  A28R8C7NBKEWEA: { country: 'IE', currency: 'EUR', languageTag: 'en_IE' },
  A2NODRKZP88ZB9: { country: 'SE', currency: null, languageTag: 'sv_SE' },
  A1C3SOZRARQ6R3: { country: 'PL', currency: null, languageTag: 'pl_PL' },
};
