import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import type { InventoryItem } from '../connector/inventory.js';
import { isUsableSku } from '../connector/offers.js';

/** As a caller names it; null is the same as absent. */
export interface InventoryItemInput {
  readonly sku: string;
  readonly maximumPurchasableQuantity?: number | null;
  readonly dispatchDays?: number | null;
  readonly cargoCompanies?: readonly string[] | null;
  readonly shippingProfile?: string | null;
  readonly shippingAddressLabel?: string | null;
  readonly claimAddressLabel?: string | null;
  readonly warehouses?: readonly string[] | null;
}

const MOST_ITEMS = 1_000;
const MOST_CARRIERS = 3;

/** The sound items, and what is wrong with the others; one bad item keeps none of the others back. */
export function readInventoryItems(inputs: readonly InventoryItemInput[]): { items: InventoryItem[]; userErrors: UserError[] } {
  if (inputs.length === 0 || inputs.length > MOST_ITEMS) return { items: [], userErrors: [userError({ code: inputs.length === 0 ? 'NO_ITEMS' : 'TOO_MANY_ITEMS', message: `Name 1 to ${MOST_ITEMS} listings.`, field: ['input', 'items'] })] };
  const seen = new Set<string>();
  const items: InventoryItem[] = [];
  const userErrors: UserError[] = [];
  inputs.forEach((input, place) => {
    const fault = faultOf(input, seen);
    seen.add(input.sku);
    if (fault === null) items.push(toItem(input));
    else userErrors.push(userError({ code: fault.code, message: fault.message, field: ['input', 'items', String(place), fault.field], itemRef: input.sku }));
  });
  return { items, userErrors };
}

interface Fault {
  readonly code: ExplainedCode;
  readonly field: keyof InventoryItemInput;
  readonly message: string;
}

function faultOf({ sku, maximumPurchasableQuantity: most, dispatchDays: days, cargoCompanies, ...labels }: InventoryItemInput, seen: ReadonlySet<string>): Fault | null {
  if (!isUsableSku(sku)) return { code: 'INVALID_SKU', field: 'sku', message: 'A SKU for Hepsiburada has at most 100 characters and no comma, blank or slash.' };
  if (seen.has(sku)) return { code: 'DUPLICATE_SKU', field: 'sku', message: `'${sku}' stands in the call twice.` };
  if (typeof most === 'number' && most < 1) return { code: 'INVALID_QUANTITY', field: 'maximumPurchasableQuantity', message: 'The most a buyer may take is a whole number from 1.' };
  if (typeof days === 'number' && days < 0) return { code: 'INVALID_QUANTITY', field: 'dispatchDays', message: 'The days until dispatch are a whole number from 0.' };
  if ((cargoCompanies?.length ?? 0) > MOST_CARRIERS) return { code: 'TOO_MANY_ITEMS', field: 'cargoCompanies', message: `Name at most ${MOST_CARRIERS} carriers.` };
  const isEmpty = [most, days, ...Object.values(labels)].every((value) => value === undefined || value === null) && (cargoCompanies ?? []).length === 0;
  return isEmpty ? { code: 'NO_ITEMS', field: 'sku', message: `Nothing is named that shall change of '${sku}'.` } : null;
}

function toItem({ sku, shippingProfile, ...rest }: InventoryItemInput): InventoryItem {
  const named = Object.entries({ ...rest, shippingProfileName: shippingProfile }).filter(([, value]) => value !== undefined && value !== null);
  return { merchantSku: sku, ...Object.fromEntries(named) };
}
