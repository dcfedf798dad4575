/** Every code the stores subgraph answers in `userErrors`: when it arises, and what the caller should do. */
export const STORE_CODES = {
  /** The seller has no such store. Correct the id. */
  UNKNOWN_STORE: 'UNKNOWN_STORE',
  /** The account is connected by another seller. Each account has one owner here. */
  STORE_ALREADY_CONNECTED: 'STORE_ALREADY_CONNECTED',
  /** The account has a store on another of the marketplace's sites, and cannot have one on each. Connect it for the site it has; `message` names store and site. */
  ACCOUNT_ON_ANOTHER_SITE: 'ACCOUNT_ON_ANOTHER_SITE',
  /** This hub has no connector for the marketplace. Choose another, or start the hub with it. */
  MARKETPLACE_NOT_SUPPORTED: 'MARKETPLACE_NOT_SUPPORTED',
  /** A credential is missing or of the wrong shape; `field` names it. Correct it. */
  INVALID_CREDENTIALS: 'INVALID_CREDENTIALS',
  /** The marketplace does not accept the credentials. Copy them again from its seller panel. */
  CREDENTIALS_REFUSED: 'CREDENTIALS_REFUSED',
  /** The marketplace could not be asked. Try again later. */
  MARKETPLACE_UNREACHABLE: 'MARKETPLACE_UNREACHABLE',
  /** The hub does not call this address. Leave it out for the marketplace's own. */
  INVALID_BASE_URL: 'INVALID_BASE_URL',
  /** A name is empty or longer than 100 characters, or the seller number is empty. Correct it. */
  INVALID_STORE: 'INVALID_STORE',
  /** The currency is not one the hub keeps. Use TRY, USD, EUR, RUB, GBP, SEK or PLN. */
  UNKNOWN_CURRENCY: 'UNKNOWN_CURRENCY',
  /** Buffer, cap or percentage is out of range; `field` names it. Correct it. */
  INVALID_STOCK_POLICY: 'INVALID_STOCK_POLICY',
} as const;
export type StoreCode = keyof typeof STORE_CODES;
