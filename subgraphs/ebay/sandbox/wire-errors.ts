/** One entry of eBay's `errors[]`. */
export interface WireError {
  readonly errorId: number;
  readonly domain: string;
  readonly subdomain?: string;
  readonly category: 'REQUEST' | 'BUSINESS' | 'APPLICATION';
  readonly message: string;
  readonly longMessage: string;
  readonly parameters?: readonly { readonly name: string; readonly value: string }[];
}

/** A refusal, thrown anywhere below a route and answered as `{ errors: [...] }`. */
export class EbayRefusal extends Error {
  readonly status: number;
  readonly errors: readonly WireError[];
  constructor(status: number, errors: readonly WireError[]) {
    super(errors[0]?.longMessage ?? 'refused');
    this.name = 'EbayRefusal';
    this.status = status;
    this.errors = errors;
  }
}

type Parameters_ = Readonly<Record<string, string | number>>;

export function refusal(status: number, error: WireError): EbayRefusal {
  return new EbayRefusal(status, [error]);
}

/** An Inventory API error; its wording is ours where eBay publishes none. */
export function inventoryError(errorId: number, longMessage: string, parameters: Parameters_ = {}): WireError {
  return wire(errorId, 'API_INVENTORY', 'Selling', longMessage, parameters);
}

export function fulfillmentError(errorId: number, longMessage: string, parameters: Parameters_ = {}): WireError {
  return wire(errorId, 'API_FULFILLMENT', 'Selling', longMessage, parameters);
}

export function accountError(errorId: number, longMessage: string): WireError {
  return wire(errorId, 'API_ACCOUNT', 'Sell', longMessage, {});
}

export function notificationError(errorId: number, longMessage: string): WireError {
  return wire(errorId, 'API_NOTIFICATION', 'Commerce', longMessage, {});
}

export const accessErrors = {
  invalidToken: (): EbayRefusal => refusal(401, { errorId: 1001, domain: 'OAuth', category: 'REQUEST', message: 'Invalid access token', longMessage: 'Invalid access token. Check the value of the Authorization HTTP request header.' }),
  insufficient: (): EbayRefusal => refusal(403, { errorId: 1100, domain: 'ACCESS', category: 'REQUEST', message: 'Access denied', longMessage: 'Insufficient permissions to fulfill the request.' }),
  tooMany: (): EbayRefusal => refusal(429, { errorId: 2001, domain: 'ACCESS', category: 'REQUEST', message: 'Too many requests.', longMessage: 'The request limit has been reached for the resource.' }),
  notFound: (): EbayRefusal => refusal(404, { errorId: 2002, domain: 'ACCESS', category: 'REQUEST', message: 'Resource not found', longMessage: 'The requested resource does not exist.' }),
  signature: (why: string): EbayRefusal => refusal(403, { errorId: 215_001, domain: 'ACCESS', category: 'REQUEST', message: 'Signature validation failed', longMessage: why }),
};

function wire(errorId: number, domain: string, subdomain: string, longMessage: string, parameters: Parameters_): WireError {
  const given = Object.entries(parameters).map(([name, value]) => ({ name, value: String(value) }));
  return { errorId, domain, subdomain, category: 'REQUEST', message: longMessage, longMessage, ...(given.length > 0 ? { parameters: given } : {}) };
}
