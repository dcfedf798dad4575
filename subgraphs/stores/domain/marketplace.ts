/** The marketplaces the hub has a name for; which of them are connected here is said by the connectors it was started with. */
export const MARKETPLACES = ['TRENDYOL', 'N11', 'HEPSIBURADA', 'OZON', 'AMAZON', 'EBAY'] as const;
export type Marketplace = (typeof MARKETPLACES)[number];
