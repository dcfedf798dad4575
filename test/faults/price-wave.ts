import { generateProducts } from '../../hub/demo/generate-products.js';
import { eventually } from '../support/graphql-client.js';
import type { RunningHub } from '../support/running-hub.js';

export const DEMO_SEED = 20_261_122;

interface Operation {
  readonly id: string;
  readonly state: string;
  readonly total: number;
  readonly superseded: number;
  readonly counts: Readonly<Record<'queued' | 'sent' | 'accepted' | 'applied' | 'verified' | 'rejected' | 'unknown', number>>;
}

const OPERATION = '{ id state total superseded counts { queued sent accepted applied verified rejected unknown } }';

/** Price changes of many variants at once, each to a price no other wave uses. */
export interface PriceWave {
  readonly skus: readonly string[];
  readonly priceLira: number;
  readonly operationId: string;
  now(): Promise<Operation>;
  /** When some of it is on its way and some is not yet applied: the moment to break something. */
  untilUnderWay(): Promise<Operation>;
  untilDone(withinMs: number): Promise<Operation>;
}

export async function startPriceWave(hub: RunningHub, { products, skus: count, priceLira }: { products: number; skus: number; priceLira: number }): Promise<PriceWave> {
  const skus = generateProducts({ seed: DEMO_SEED, products, variantsAtLeast: products * 4 }).flatMap((product) => product.variants.map((variant) => variant.sku)).slice(0, count);
  const price = { amount: priceLira.toFixed(2), currency: 'TRY' };
  const { priceSet } = await hub.client.data<{ priceSet: { operation: Operation; userErrors: readonly unknown[] } }>(
    `mutation ($input: PriceSetInput!) { priceSet(input: $input) { operation ${OPERATION} userErrors { code message } } }`,
    { input: { items: skus.map((sku) => ({ sku, price, listPrice: price })), idempotencyKey: `wave-${priceLira}` } },
  );
  if (priceSet.userErrors.length > 0) throw new Error(`the wave was refused: ${JSON.stringify(priceSet.userErrors[0])}`);
  const now = async (): Promise<Operation> => (await hub.client.data<{ operation: Operation }>(`query ($id: ID!) { operation(id: $id) ${OPERATION} }`, { id: priceSet.operation.id })).operation;
  return {
    skus,
    priceLira,
    operationId: priceSet.operation.id,
    now,
    untilUnderWay: () => eventually(now, ({ counts }) => counts.sent + counts.accepted > 0, 40_000),
    untilDone: (withinMs) => eventually(now, ({ state }) => state.startsWith('DONE'), withinMs),
  };
}
