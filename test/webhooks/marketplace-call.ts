import type { RawCall } from './raw-call.js';

/** How one marketplace proves that a call is its own, with a true call to start from. */
export interface MarketplaceCall {
  readonly marketplace: 'TRENDYOL' | 'HEPSIBURADA' | 'OZON' | 'EBAY';
  /** The part of `/webhooks/:marketplace/:storeId` that names it. */
  readonly segment: string;
  /** What comes after the store's address, and the body. */
  readonly path: string;
  readonly body: Buffer;
  /** Header that carries a proof, its value, and how many bytes of it are open to anybody's choice (a user name); null where only the address does. */
  readonly header: { readonly name: string; readonly value: Buffer; readonly freeBytes: number } | null;
  /** Whether the address carries one. */
  readonly isPathProof: boolean;
  /** Whether the proof covers the body's bytes; otherwise who has the secret may say anything. */
  readonly isBodySigned: boolean;
  /** Proofs of other stores and keys, and of other kinds. */
  readonly strangers: readonly Stranger[];
}

export interface Stranger {
  readonly name: string;
  readonly path?: string;
  readonly value?: Buffer;
}

/** The call as the marketplace makes it, to a store's address. */
export function trueCall({ segment, path, body, header }: MarketplaceCall, storeId: string): RawCall {
  const proof = header === null ? [] : [[header.name, header.value] as const];
  return { method: 'POST', target: `/webhooks/${segment}/${storeId}${path}`, headers: [['Content-Type', Buffer.from('application/json')], ...proof], body };
}
