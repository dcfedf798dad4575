import { z } from 'zod';
import type { Page } from '../../sync/connector/contract.js';
import { text } from '../../sync/connector/wire-values.js';
import { call, callCatalogue, query, type HepsiburadaContext } from './client.js';
import { reasonsOf, statusRowsSchema } from './import-status.js';
import { PRODUCT_STATES, type ProductStateName } from './product-states.js';
import { packagePath } from './whole-orders.js';

const PAGE_SIZE = 100;

/** A product as the catalogue has it, and whose move it is. */
export interface CatalogueProduct {
  readonly merchantSku: string;
  readonly hbSku: string | null;
  readonly state: ProductStateName;
  readonly reasons: readonly string[];
  readonly isSellersMove: boolean;
}

/** Products in one of the nine states, page by page. */
export async function listProducts(context: HepsiburadaContext, state: ProductStateName, cursor: string | null): Promise<Page<CatalogueProduct>> {
  const page = Number(cursor ?? 0);
  const path = `/product/api/products/products-by-merchant-and-status${query({ merchantId: context.store.remoteSellerId, productStatus: state, page, size: PAGE_SIZE })}`;
  const { data, isLast } = await callCatalogue(context, { operation: 'content.byState', method: 'GET', path }, statusRowsSchema);
  const { kind } = PRODUCT_STATES[state];
  const items = data.flatMap((row) => (row.merchantSku === null ? [] : [{ merchantSku: row.merchantSku, hbSku: row.hbSku, state, reasons: reasonsOf(row), isSellersMove: kind === 'SELLER' }]));
  return { items, next: isLast || data.length === 0 ? null : String(page + 1) };
}

export type MatchDecision = 'APPROVE' | 'REJECT';

export function matchCall({ store }: HepsiburadaContext, merchantSkus: readonly string[], decision: MatchDecision): { readonly method: 'POST'; readonly path: string; readonly json: unknown } {
  return { method: 'POST', path: `/product/api/products/${decision === 'APPROVE' ? 'approve' : 'reject'}-prematch`, json: [{ merchant: store.remoteSellerId, merchantSkuList: merchantSkus }] };
}

/** The seller's word on proposed matches. */
export async function decideMatch(context: HepsiburadaContext, merchantSkus: readonly string[], decision: MatchDecision): Promise<void> {
  await callCatalogue(context, { operation: 'content.decideMatch', ...matchCall(context, merchantSkus, decision) }, z.unknown());
}

const statusesSchema = z.array(z.looseObject({ skuStatusList: z.array(z.looseObject({ merchantSku: text, status: text })) }));

/** The states of these products, as many calls as it takes; those the catalogue does not know are left out. */
export async function readStates(context: HepsiburadaContext, merchantSkus: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (let start = 0; start < merchantSkus.length; start += PAGE_SIZE) for (const [sku, state] of await readSomeStates(context, merchantSkus.slice(start, start + PAGE_SIZE))) found.set(sku, state);
  return found;
}

async function readSomeStates(context: HepsiburadaContext, merchantSkus: readonly string[]): Promise<(readonly [string, string])[]> {
  const json = [{ merchant: context.store.remoteSellerId, merchantSkuList: merchantSkus }];
  const { data } = await callCatalogue(context, { operation: 'content.states', method: 'POST', path: '/product/api/products/check-product-status', json, reads: true }, statusesSchema);
  return data.flatMap(({ skuStatusList }) => skuStatusList.map(({ merchantSku, status }) => [merchantSku, status] as const));
}

const labelsSchema = z.looseObject({ data: z.array(z.string()), format: z.string().nullish() });

export interface PackageLabel {
  readonly packageNumber: string;
  readonly format: string;
  /** One text per parcel, base64. */
  readonly data: readonly string[];
}

/** The labels of a package, ready for the printer. */
export async function readLabel(context: HepsiburadaContext, packageNumber: string, format: string): Promise<PackageLabel> {
  const path = `${packagePath(context, packageNumber)}/labels${query({ format })}`;
  const answer = await call(context, { group: 'oms', operation: 'packages.labels', method: 'GET', path, personal: true }, labelsSchema);
  return { packageNumber, format: answer.format ?? format, data: answer.data };
}
