import { z } from 'zod';
import { number, optionalText, text } from '../../sync/connector/wire-values.js';
import type { TrendyolContext } from './client.js';
import { remembered } from './remembered.js';

const HOUR_MS = 3_600_000;
/** Reasons that Trendyol has taken off its list are refused, so a new list must be seen soon. */
const REASONS_TTL_MS = HOUR_MS;
/** Until September 2026 addresses could be asked for once an hour. */
const ADDRESSES_TTL_MS = HOUR_MS;
const CARGO_PROVIDERS_TTL_MS = 24 * HOUR_MS;

/** Of all other reasons Trendyol wants to see something. */
const WITHOUT_EVIDENCE: readonly number[] = [451, 1651, 2101];

const reasonsSchema = z.array(z.looseObject({ id: number, name: z.string().default('') }));
const cargoProvidersSchema = z.array(z.looseObject({ id: text, code: optionalText, name: z.string().default('') }));
const flag = z.boolean().nullish();
const addressesSchema = z.looseObject({
  supplierAddresses: z.array(
    z.looseObject({
      id: text,
      addressType: optionalText,
      city: optionalText,
      district: optionalText,
      postCode: optionalText,
      fullAddress: optionalText,
      address: optionalText,
      // Seen in both spellings.
      isDefault: flag,
      default: flag,
      isShipmentAddress: flag,
      shipmentAddress: flag,
      isReturningAddress: flag,
      returningAddress: flag,
      isInvoiceAddress: flag,
      invoiceAddress: flag,
    }),
  ),
});

/** Why a seller may dispute a return. */
export interface ClaimIssueReason {
  readonly id: number;
  readonly name: string;
  readonly needsFile: boolean;
}

export interface SellerAddress {
  readonly id: string;
  readonly type: string | null;
  readonly line: string;
  readonly city: string | null;
  readonly district: string | null;
  readonly postalCode: string | null;
  readonly isDefault: boolean;
  readonly isShipment: boolean;
  readonly isReturning: boolean;
  readonly isInvoice: boolean;
}

export interface CargoProvider {
  readonly id: string;
  /** What Trendyol is told; null where it names none. */
  readonly code: string | null;
  readonly name: string;
}

export async function readIssueReasons(context: TrendyolContext): Promise<readonly ClaimIssueReason[]> {
  const request = { endpoint: 'claim-reasons', operation: 'claims.reasons', method: 'GET', path: '/order/claim-issue-reasons' } as const;
  const rows = await remembered(context, request, reasonsSchema, { key: `claim-reasons:${context.store.baseUrl}`, ttlMs: REASONS_TTL_MS });
  return rows.map(({ id, name }) => ({ id, name, needsFile: !WITHOUT_EVIDENCE.includes(id) }));
}

export async function readAddresses(context: TrendyolContext): Promise<readonly SellerAddress[]> {
  const { store } = context;
  const request = { endpoint: 'addresses', operation: 'store.addresses', method: 'GET', path: `/sellers/${encodeURIComponent(store.remoteSellerId)}/addresses` } as const;
  const { supplierAddresses } = await remembered(context, request, addressesSchema, { key: `addresses:${store.storeId}`, ttlMs: ADDRESSES_TTL_MS });
  return supplierAddresses.map((row) => ({
    id: row.id,
    type: row.addressType,
    line: row.fullAddress ?? row.address ?? '',
    city: row.city,
    district: row.district,
    postalCode: row.postCode,
    isDefault: row.isDefault ?? row.default ?? false,
    isShipment: row.isShipmentAddress ?? row.shipmentAddress ?? false,
    isReturning: row.isReturningAddress ?? row.returningAddress ?? false,
    isInvoice: row.isInvoiceAddress ?? row.invoiceAddress ?? false,
  }));
}

export async function readCargoProviders(context: TrendyolContext): Promise<readonly CargoProvider[]> {
  const request = { endpoint: 'cargo-providers', operation: 'store.cargoProviders', method: 'GET', path: '/product/lookup/cargo-providers' } as const;
  const rows = await remembered(context, request, cargoProvidersSchema, { key: `cargo-providers:${context.store.baseUrl}`, ttlMs: CARGO_PROVIDERS_TTL_MS });
  return rows.map(({ id, code, name }) => ({ id, code, name }));
}
