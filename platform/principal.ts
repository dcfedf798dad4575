import type { SellerId } from './ids.js';

/**
 * What a key may do. `orders:personal` adds buyers' names, addresses and contacts to `orders:read`;
 * `payloads:read` shows archived marketplace traffic with personal fields masked.
 */
export const SCOPES = [
  'stores:read',
  'stores:write',
  'catalog:read',
  'catalog:write',
  'orders:read',
  'orders:personal',
  'orders:write',
  'sync:read',
  'sync:write',
  'payloads:read',
] as const;
export type Scope = (typeof SCOPES)[number];

/** Who is calling: one seller, through one key. Every store access takes the seller from here, never from an argument. */
export interface Principal {
  readonly sellerId: SellerId;
  readonly keyId: string;
  readonly scopes: readonly Scope[];
}
