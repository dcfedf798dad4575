import type { IncomingHttpHeaders } from 'node:http';
import { CODE, OzonError } from './errors.js';
import type { Seller, Sellers } from './sellers.js';

interface Knock {
  readonly headers: IncomingHttpHeaders;
  readonly path: string;
  readonly now: number;
}

/** Who calls: both headers must be there and right, the key must still be good and have a role for the method. */
export function authenticate({ headers, path, now }: Knock, sellers: Sellers): Seller {
  const clientId = headers['client-id'];
  const apiKey = headers['api-key'];
  if (typeof clientId !== 'string' || typeof apiKey !== 'string' || clientId === '' || apiKey === '') {
    throw new OzonError(401, CODE.unauthenticated, 'Client-Id and Api-Key headers are required');
  }
  const seller = sellers.byId(clientId);
  if (seller?.apiKey !== apiKey) throw denied('Invalid Api-Key, please check the key and try again');
  if (seller.isRevoked || (seller.keyExpiresAt !== null && seller.keyExpiresAt <= now)) throw denied('Api-key is deactivated, use another one or generate a new one');
  if (seller.deniedPaths.includes(path)) throw denied('Api-Key is missing a required role for a method');
  return seller;
}

const denied = (message: string): OzonError => new OzonError(403, CODE.denied, message);
