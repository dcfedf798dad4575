import { z } from 'zod';
import { ConnectorError, type ForeseenTrouble } from '../../sync/connector/contract.js';
import { number, optionalText } from '../../sync/connector/wire-values.js';
import { call, type OzonContext } from './client.js';
import { isRoleMissing } from './errors.js';
import { keptWarehouse, listWarehouses, namesOf, wordFor, type OzonWarehouse } from './warehouse.js';

const ROWS_PER_CALL = 1_000;
/** So far a further warehouse is looked through for something to sell: 10,000 goods. */
const MOST_PAGES = 10;

const stocksSchema = z.looseObject({
  stocks: z.array(z.looseObject({ present: number.default(0), reserved: number.default(0), free_stock: number.nullish() })).nullish(),
  has_next: z.boolean().nullish(),
  cursor: optionalText,
});

/** Refuses credentials that name a warehouse the shop has not. A key that may not ask for warehouses says nothing against one. */
export async function checkWarehouse(context: OzonContext): Promise<void> {
  const { warehouseId } = context.store.credentials;
  if (warehouseId === undefined) return;
  const all = (await warehousesOrNone(context)) ?? [];
  if (all.length > 0 && !all.some(({ id }) => id === Number(warehouseId))) throw new ConnectorError({ errorClass: 'VALIDATION', outcome: 'REFUSED', message: unknownWarehouse(warehouseId, all), issueCode: 'WAREHOUSE_REFUSED' });
}

/** That stock goes nowhere, or to where nothing is sold from, and that further warehouses sell what the hub neither counts nor lowers. */
export async function foreseeWarehouseTrouble(context: OzonContext): Promise<ForeseenTrouble[]> {
  const all = await warehousesOrNone(context);
  if (all === null) return [];
  const { warehouseId: ours, whyNone } = await keptWarehouse(context);
  if (ours === null) return [warn('WAREHOUSE_REFUSED', whyNone)];
  const kept = all.find(({ id }) => id === ours);
  return [...troubleWith(kept, String(ours), all), ...(await stockElsewhere(context, all.filter((one) => one.isInUse && one.id !== ours)))];
}

function troubleWith(kept: OzonWarehouse | undefined, warehouseId: string, all: readonly OzonWarehouse[]): ForeseenTrouble[] {
  if (!kept) return [warn('WAREHOUSE_REFUSED', unknownWarehouse(warehouseId, all))];
  return kept.isInUse ? [] : [warn('WAREHOUSE_REFUSED', `warehouse ${kept.id} ${kept.name}, in which the store's stock is kept, is out of use on Ozon (${wordFor(kept.status)}): nothing is sold from it`)];
}

async function stockElsewhere(context: OzonContext, others: readonly OzonWarehouse[]): Promise<ForeseenTrouble[]> {
  const stocked: OzonWarehouse[] = [];
  for (const one of others) if (await hasStock(context, one.id)) stocked.push(one);
  return stocked.length === 0 ? [] : [warn('STOCK_IN_OTHER_WAREHOUSE', `goods can be bought from further warehouses on Ozon too: ${namesOf(stocked)}`)];
}

/** Whether something may be sold from it, as far as it is looked through. */
async function hasStock(context: OzonContext, warehouseId: number): Promise<boolean> {
  let cursor: string | null = '';
  for (let page = 0; cursor !== null && page < MOST_PAGES; page += 1) {
    const shown: z.infer<typeof stocksSchema> = await call(context, 'offers.warehouseStocks', { warehouse_id: warehouseId, limit: ROWS_PER_CALL, cursor }, stocksSchema);
    if ((shown.stocks ?? []).some(({ present, reserved, free_stock }) => (free_stock ?? present - reserved) > 0)) return true;
    cursor = shown.has_next === true ? shown.cursor : null;
  }
  return false;
}

/** Null where the key may not ask. */
async function warehousesOrNone(context: OzonContext): Promise<readonly OzonWarehouse[] | null> {
  try {
    return await listWarehouses(context);
  } catch (error) {
    if (isRoleMissing(error)) return null;
    throw error;
  }
}

function unknownWarehouse(warehouseId: string, all: readonly OzonWarehouse[]): string {
  return `the shop has no warehouse ${warehouseId} on Ozon, which warehouseId in the store's credentials names; it has ${all.length > 0 ? namesOf(all) : 'none'}`;
}

function warn(code: 'WAREHOUSE_REFUSED' | 'STOCK_IN_OTHER_WAREHOUSE', message: string): ForeseenTrouble {
  return { code, message, dueAt: null };
}
