export const MARKETPLACE_TR = 'A33AVAJ2PDY3EV';

export interface SandboxMarketplace {
  readonly country: string;
  readonly name: string;
  readonly domain: string;
  readonly currency: string;
  readonly language: string;
}

/** The marketplaces of the EU endpoint that the sandbox sells on; any other id is "not valid for region". */
const marketplaces: Readonly<Record<string, SandboxMarketplace>> = {
  A33AVAJ2PDY3EV: { country: 'TR', name: 'Amazon.com.tr', domain: 'www.amazon.com.tr', currency: 'TRY', language: 'tr_TR' },
  A1PA6795UKMFR9: { country: 'DE', name: 'Amazon.de', domain: 'www.amazon.de', currency: 'EUR', language: 'de_DE' },
  A1F83G8C2ARO7P: { country: 'GB', name: 'Amazon.co.uk', domain: 'www.amazon.co.uk', currency: 'GBP', language: 'en_GB' },
  A13V1IB3VIYZZH: { country: 'FR', name: 'Amazon.fr', domain: 'www.amazon.fr', currency: 'EUR', language: 'fr_FR' },
  APJ6JRA9NG5V4: { country: 'IT', name: 'Amazon.it', domain: 'www.amazon.it', currency: 'EUR', language: 'it_IT' },
  A1RKKUPIHCS9HS: { country: 'ES', name: 'Amazon.es', domain: 'www.amazon.es', currency: 'EUR', language: 'es_ES' },
  A1805IZSGTT6HS: { country: 'NL', name: 'Amazon.nl', domain: 'www.amazon.nl', currency: 'EUR', language: 'nl_NL' },
  AMEN7PMS3EDWL: { country: 'BE', name: 'Amazon.com.be', domain: 'www.amazon.com.be', currency: 'EUR', language: 'fr_BE' },
  A28R8C7NBKEWEA: { country: 'IE', name: 'Amazon.ie', domain: 'www.amazon.ie', currency: 'EUR', language: 'en_IE' },
  A2NODRKZP88ZB9: { country: 'SE', name: 'Amazon.se', domain: 'www.amazon.se', currency: 'SEK', language: 'sv_SE' },
  A1C3SOZRARQ6R3: { country: 'PL', name: 'Amazon.pl', domain: 'www.amazon.pl', currency: 'PLN', language: 'pl_PL' },
  AE08WJ6YKNBMC: { country: 'ZA', name: 'Amazon.co.za', domain: 'www.amazon.co.za', currency: 'ZAR', language: 'en_ZA' },
  ARBP9OOSHTCHU: { country: 'EG', name: 'Amazon.eg', domain: 'www.amazon.eg', currency: 'EGP', language: 'ar_EG' },
  A17E79C6D8DWNP: { country: 'SA', name: 'Amazon.sa', domain: 'www.amazon.sa', currency: 'SAR', language: 'ar_SA' },
  A2VIGQ35RCS4UG: { country: 'AE', name: 'Amazon.ae', domain: 'www.amazon.ae', currency: 'AED', language: 'en_AE' },
  A21TJRUUN4KGV: { country: 'IN', name: 'Amazon.in', domain: 'www.amazon.in', currency: 'INR', language: 'en_IN' },
};

export function marketplaceOf(id: string): SandboxMarketplace | undefined {
  return marketplaces[id];
}
