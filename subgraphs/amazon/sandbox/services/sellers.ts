import type { Endpoint } from '../access/endpoint.js';
import { marketplaceOf } from '../access/marketplaces.js';

export function sellersEndpoint(): Endpoint {
  return {
    method: 'GET',
    path: '/sellers/v1/marketplaceParticipations',
    operation: 'getMarketplaceParticipations',
    handle: ({ seller }) => ({
      payload: seller.marketplaceIds.map((id) => {
        const marketplace = marketplaceOf(id);
        return {
          marketplace: { id, name: marketplace?.name, countryCode: marketplace?.country, defaultCurrencyCode: marketplace?.currency, defaultLanguageCode: marketplace?.language, domainName: marketplace?.domain },
          storeName: 'Deneme Mağazası',
          participation: { isParticipating: true, hasSuspendedListings: false },
        };
      }),
    }),
  };
}
