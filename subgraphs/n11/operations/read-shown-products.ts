import type { SellerId, StoreId } from '../../../platform/ids.js';
import { money, moneyFromNumber, type Money } from '../../../platform/money.js';
import { askMarketplace } from '../../sync/connector/ask-marketplace.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';
import type { N11Context } from '../connector/client.js';
import { readProductsForDisplay, toCurrency, type N11Product } from '../connector/products.js';
import { rejectReasonOf } from '../connector/reject-reason.js';

/** A product as N11 shows it; null where N11 does not say. */
export interface ShownProduct {
  readonly id: string;
  readonly title: string | null;
  readonly status: string | null;
  readonly saleStatus: string | null;
  readonly rejectReason: string | null;
  readonly price: Money | null;
  readonly listPrice: Money | null;
  readonly quantity: number | null;
  readonly categoryId: string | null;
  readonly groupId: string | null;
  readonly productMainId: string | null;
  readonly commissionPercent: number | null;
  readonly shipmentTemplate: string | null;
  readonly preparingDays: number | null;
}

/** What N11 shows of these stock codes, asked for at most every 300 s; unknown ones are left out. */
export function readShownProducts(stores: Pick<StoreAccess, 'openOwned'>, { stockCodes, ...store }: { sellerId: SellerId; storeId: StoreId; stockCodes: readonly string[] }): Promise<ReadonlyMap<string, ShownProduct>> {
  return askMarketplace(stores, store, async (open) => {
    if (open.store.marketplace !== 'N11') return new Map();
    // The store's connector is N11's, which has checked these credentials.
    const rows = await readProductsForDisplay(open.context as N11Context, stockCodes);
    return new Map(rows.map((row) => [row.stockCode, toShownProduct(row)]));
  });
}

function toShownProduct(row: N11Product): ShownProduct {
  return {
    id: row.n11ProductId,
    title: row.title ?? null,
    status: row.status ?? null,
    saleStatus: row.saleStatus ?? null,
    rejectReason: rejectReasonOf(row.rejectInfo),
    price: amountOf(row, row.salePrice),
    listPrice: amountOf(row, row.listPrice),
    quantity: row.quantity ?? null,
    categoryId: row.categoryId ?? null,
    groupId: row.groupId ?? null,
    productMainId: row.productMainId,
    commissionPercent: row.commissionRate ?? null,
    shipmentTemplate: row.shipmentTemplate ?? null,
    preparingDays: row.preparingDay ?? null,
  };
}

function amountOf({ currencyType }: N11Product, amount: number | null | undefined): Money | null {
  const currency = toCurrency(currencyType ?? 'TL');
  return amount === null || amount === undefined || currency === null ? null : money(moneyFromNumber(amount, currency).amountMinor, currency);
}
