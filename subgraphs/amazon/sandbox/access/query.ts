import { marketplaceOf, type SandboxMarketplace } from './marketplaces.js';
import { denied, invalidInput, SpError } from './errors.js';
import type { Seller } from './sellers.js';

/** Query parameters; a list may come with commas or as a repeated name. */
export interface Query {
  text(name: string): string | undefined;
  required(name: string): string;
  list(name: string): string[];
  integer(name: string, range: { fallback: number; min: number; max: number }): number;
  /** Epoch ms. */
  time(name: string): number | undefined;
}

export function readQuery(raw: unknown): Query {
  const values = raw as Readonly<Record<string, string | string[] | undefined>>;
  const list = (name: string): string[] => {
    const value = values[name];
    return (Array.isArray(value) ? value : [value ?? '']).flatMap((one) => one.split(',')).filter((one) => one !== '');
  };
  const text = (name: string): string | undefined => {
    const value = values[name];
    return Array.isArray(value) ? value[0] : value;
  };
  return {
    text,
    list,
    required(name) {
      const value = text(name);
      if (value === undefined || value === '') throw invalidInput(`Missing required parameter: ${name}`);
      return value;
    },
    integer(name, { fallback, min, max }) {
      const value = text(name);
      if (value === undefined) return fallback;
      if (!/^\d+$/.test(value) || Number(value) < min || Number(value) > max) throw invalidInput(`Invalid value for parameter ${name}`, `must be between ${min} and ${max}`);
      return Number(value);
    },
    time(name) {
      const value = text(name);
      if (value === undefined) return undefined;
      const at = Date.parse(value);
      if (!/^\d{4}-\d{2}-\d{2}T/.test(value) || Number.isNaN(at)) throw invalidInput(`Invalid value for parameter ${name}`, 'must be an ISO 8601 date and time');
      return at;
    },
  };
}

/** The one marketplace a call is about, which the seller must sell on. */
export function oneMarketplace(query: Query, seller: Seller): { id: string } & SandboxMarketplace {
  const ids = query.list('marketplaceIds');
  const [id] = ids;
  if (id === undefined || ids.length > 1) throw invalidInput('Exactly one marketplaceId is required.');
  return checkedMarketplace(id, seller);
}

export function checkedMarketplace(id: string, seller: Seller): { id: string } & SandboxMarketplace {
  const marketplace = marketplaceOf(id);
  if (!marketplace) throw new SpError(403, 'Unauthorized', 'Access to requested resource is denied.', `Marketplaces ${id} are not valid for region EU.`);
  if (!seller.marketplaceIds.includes(id)) throw denied(`The seller does not participate in marketplace ${id}.`);
  return { id, ...marketplace };
}
