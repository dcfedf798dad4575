import type { Db } from 'mongodb';
import { groupBy } from '../../../platform/group-by.js';
import type { PostOffice } from '../../support/post-office.js';
import { nothingIsLeftOpen, type CommonEvidence, type Verdict } from '../verdict.js';
import { isOnSaleIn, type Assortment } from './assortment.js';
import { priceOfVersion } from './book.js';
import { judgePrices, type LedgerCalls } from './judge-prices.js';
import { judgeStock } from './judge-stock.js';
import { nothingIsSentUnseen } from './nothing-unseen.js';

export interface Evidence extends CommonEvidence {
  readonly db: Db;
  readonly assortment: Assortment;
  readonly forged: ReturnType<PostOffice['forged']>;
}

export async function judge(evidence: Evidence): Promise<readonly Verdict[]> {
  const variants = new Map((await evidence.db.collection<VariantDocument>('variants').find().toArray()).map((one) => [one.sku, one]));
  return [
    await nothingAcknowledgedIsLost(evidence, variants),
    ...(await eachIntentHasOneEffect(evidence)),
    await nothingIsSentUnseen(evidence),
    nothingIsLeftOpen(evidence.left, evidence.book.acknowledged.length),
    ...(await stockIsKept(evidence, variants)),
    await newestIsEverywhere(evidence, variants),
    { promise: 'only a marketplace can tell of orders', checked: evidence.forged.count, violations: evidence.forged.accepted },
    { promise: 'every answer is the right one', checked: evidence.book.acknowledged.length, violations: evidence.book.wrongAnswers },
  ];
}

interface VariantDocument {
  readonly sku: string;
  readonly price: { readonly saleMinor: number };
  readonly stock: { readonly onHand: number; readonly reserved: number; readonly reservations: readonly { readonly orderId: string; readonly quantity: number; readonly shortBy: number }[] };
}

type Variants = ReadonlyMap<string, VariantDocument>;

interface OperationDocument {
  readonly _id: string;
  readonly state: string;
  readonly idempotencyKey: string;
}

interface OrderDocument {
  readonly _id: string;
  readonly storeId: string;
  readonly remoteOrderId: string;
  readonly packages: readonly { readonly lines: readonly { readonly sku: string | null; readonly quantity: number; readonly status: string }[] }[];
  readonly actions: readonly { readonly operationId: string; readonly state: string; readonly issue: unknown }[];
}

interface CallDocument {
  readonly storeId: string;
  readonly sample: readonly string[];
  readonly items: readonly { readonly remoteKey: string; readonly price?: { readonly value: { readonly saleMinor: number } }; readonly quantity?: { readonly value: number } }[];
}

async function nothingAcknowledgedIsLost({ db, book, storeIds }: Evidence, variants: Variants): Promise<Verdict> {
  const violations: string[] = [];
  const operations = new Map((await db.collection<OperationDocument>('operations').find({}, { projection: { state: 1, idempotencyKey: 1 } }).toArray()).map((one) => [one._id, one]));
  for (const { operationId, what } of book.acknowledged) {
    const state = operations.get(operationId)?.state;
    if (state !== 'DONE') violations.push(`${what} was acknowledged as ${operationId}, which is ${state ?? 'not in the ledger'}`);
  }
  for (const [sku, { priceVersion, onHand }] of book.skus()) {
    const variant = variants.get(sku);
    if (variant?.price.saleMinor !== priceOfVersion(priceVersion)) violations.push(`${sku} should cost ${priceOfVersion(priceVersion)} and costs ${variant?.price.saleMinor}`);
    if (variant?.stock.onHand !== onHand) violations.push(`${sku} should have ${onHand} on hand and has ${variant?.stock.onHand}`);
  }
  const orders = await db.collection<OrderDocument>('orders').find({}, { projection: { storeId: 1, remoteOrderId: 1, packages: 1 } }).toArray();
  for (const { shop, remoteOrderId, sku, quantity } of book.orders) {
    const found = orders.filter((one) => one.remoteOrderId === remoteOrderId && one.storeId === storeIds.get(shop));
    const units = found.flatMap(({ packages }) => packages).flatMap(({ lines }) => lines).reduce((sum, line) => sum + (line.sku === sku ? line.quantity : 0), 0);
    if (found.length !== 1 || units !== quantity) violations.push(`order ${remoteOrderId} of ${quantity} ${sku} on ${shop} is there ${found.length} times with ${units} units`);
  }
  return { promise: 'nothing acknowledged is lost', checked: book.acknowledged.length + book.orders.length + 2 * [...book.skus()].length, violations };
}

/** A quantity is absolute and may well be the same again: carrying it out twice changes nothing, and what counts is the last one. */
async function eachIntentHasOneEffect({ db, book, shops, storeIds }: Evidence): Promise<readonly Verdict[]> {
  const violations: string[] = [];
  const repeated: string[] = [];
  const callsOf = await readCalls(db);
  let checked = 0;
  for (const shop of shops) {
    const storeId = storeIds.get(shop.name);
    const effects = await shop.priceEffects();
    const prices = judgePrices(effects, callsOf(storeId));
    for (const sku of prices.skus) book.note('accused', { shop: shop.name, sku, effects: effects.filter((effect) => effect.sku === sku), calls: await callsAbout(db, storeId, sku) });
    violations.push(...prices.stale.map((one) => `${shop.name} ${one}`));
    repeated.push(...prices.repeated.map((one) => `${shop.name} ${one}`));
    checked += prices.checked;
    const asked = book.actions.filter((action) => action.shop === shop.name);
    for (const [index, times] of (await shop.timesCarriedOut(asked)).entries()) {
      if (times !== 1) (times > 1 ? repeated : violations).push(`${asked[index]?.kind} of package ${asked[index]?.remotePackageId} was carried out ${times} times on ${shop.name}`);
      checked += 1;
    }
  }
  const asked = new Set(book.actions.map(({ operationId }) => operationId));
  for (const { remoteOrderId, actions } of await db.collection<OrderDocument>('orders').find({ 'actions.0': { $exists: true } }).toArray()) {
    for (const { operationId, state, issue } of actions) if (asked.has(operationId) && state !== 'APPLIED') violations.push(`what was asked of order ${remoteOrderId} is ${state}: ${JSON.stringify(issue)}`);
  }
  return [{ promise: 'each intent has one effect', checked, violations: [...violations, ...repeated] }, { promise: 'nothing is repeated blindly', checked, violations: repeated }];
}

/** The calls that have left the hub, by store. */
async function readCalls(db: Db): Promise<(storeId: string | undefined) => LedgerCalls> {
  const left = await db.collection<CallDocument>('attempts').find({ sentAt: { $ne: null } }, { projection: { storeId: 1, items: 1, sample: 1 } }).toArray();
  const said = left.flatMap(({ storeId, items }) => items.map(({ remoteKey, price, quantity }) => ({ storeId, sku: remoteKey, priceMinor: price?.value.saleMinor ?? null, quantity: quantity?.value ?? null })));
  const byPrice = groupBy(said.filter(({ priceMinor }) => priceMinor !== null), ({ storeId, sku, priceMinor }) => `${storeId} ${sku} ${priceMinor}`);
  const byQuantity = groupBy(said.filter(({ priceMinor }) => priceMinor === null), ({ storeId, sku, quantity }) => `${storeId} ${sku} ${quantity}`);
  const foundSoon = groupBy(left.flatMap(({ storeId, items, sample }) => sample.filter((key) => !items.some(({ remoteKey }) => remoteKey === key)).map((key) => `${storeId} ${key}`)), (one) => one);
  return (storeId) => ({
    forPrice: (sku, priceMinor) => byPrice.get(`${storeId} ${sku} ${priceMinor}`) ?? [],
    forQuantityAlone: (sku, quantity) => (byQuantity.get(`${storeId} ${sku} ${quantity}`)?.length ?? 0) + (foundSoon.get(`${storeId} ${sku}`)?.length ?? 0),
  });
}

/** All that the ledger knows of one of a store's goods: what a broken promise is explained by. */
async function callsAbout(db: Db, storeId: string | undefined, sku: string): Promise<readonly object[]> {
  const calls = await db.collection<CallDocument>('attempts').find({ storeId, $or: [{ 'items.remoteKey': sku }, { sample: sku }] } as object, { projection: { sellerId: 0, storeId: 0, expiresAt: 0 } }).sort({ preparedAt: 1 }).toArray();
  return calls.map(({ items, ...call }) => ({ ...call, said: items.filter(({ remoteKey }) => remoteKey === sku), items: items.length }));
}

async function stockIsKept({ db, book }: Evidence, variants: Variants): Promise<readonly Verdict[]> {
  const orders = await db.collection<OrderDocument>('orders').find({}, { projection: { packages: 1 } }).toArray();
  const linesOf = groupBy(orders.flatMap(({ packages }) => packages).flatMap(({ lines }) => lines), ({ sku }) => sku);
  const findings = [...book.skus()].map(([sku, { onHand, leastOnHand }]) => {
    const sold = (linesOf.get(sku) ?? []).reduce((sum, { quantity }) => sum + quantity, 0);
    const { reserved, reservations } = variants.get(sku)?.stock ?? { reserved: 0, reservations: [] };
    return judgeStock({ sku, onHand, leastOnHand, sold, reserved, reservations });
  });
  return [
    { promise: 'no more is accepted than there is', checked: findings.length, violations: findings.flatMap(({ oversold }) => oversold) },
    { promise: 'what there was is accepted', checked: findings.length, violations: findings.flatMap(({ withheld }) => withheld) },
  ];
}

async function newestIsEverywhere({ book, shops, assortment }: Evidence, variants: Variants): Promise<Verdict> {
  const violations: string[] = [];
  let checked = 0;
  for (const shop of shops) {
    const there = [...book.skus()].filter(([sku]) => isOnSaleIn(shop, sku, assortment));
    const shown = await shop.shown(there.map(([sku]) => sku));
    checked += 2 * there.length;
    for (const [sku, { priceVersion }] of there) {
      const { priceMinor, quantity } = shown.get(sku) ?? { priceMinor: null, quantity: null };
      const { onHand = 0, reserved = 0 } = variants.get(sku)?.stock ?? {};
      if (priceMinor !== priceOfVersion(priceVersion)) violations.push(`${shop.name} shows ${sku} at ${priceMinor}, newest is ${priceOfVersion(priceVersion)}`);
      if (quantity !== Math.max(0, onHand - reserved)) violations.push(`${shop.name} shows ${quantity} of ${sku}, available are ${onHand - reserved}`);
    }
  }
  return { promise: 'the newest version is everywhere', checked, violations };
}
