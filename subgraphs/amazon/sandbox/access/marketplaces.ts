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
};

export function marketplaceOf(id: string): SandboxMarketplace | undefined {
  return marketplaces[id];
}
