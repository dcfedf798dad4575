import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newId, type Sku } from '../../../platform/ids.js';
import { CONFLICT_RULES, type ConflictRule } from './conflict.js';
import { apply, desire, newField, send, sellThere } from './field-sync.js';
import { LATE_MS, ORDER_ON_ITS_WAY_MS } from './judge-reading.js';
import type { ContentValue, FieldSync, Listing } from './listing.js';
import { changeOf } from './listing-change.js';
import { afterSale, sameValue } from './listing-value.js';
import { withReading } from './remote-reading.js';

const START = new Date('2026-11-22T12:00:00Z').getTime();
const SKEW_MS = 10 * 60_000;

/** A reading that was made and not recorded yet: what was there, under which lease, by whose clock. */
interface Made {
  readonly price: number;
  readonly quantity: number;
  readonly fence: number;
  readonly at: Date;
}

interface World {
  readonly listing: Listing;
  readonly there: { readonly price: number; readonly quantity: number };
  readonly made: readonly Made[];
  /** Units sold there whose order the hub has not heard of. */
  readonly unheard: number;
  /** Every value that somebody set in the marketplace's panel. */
  readonly panelPrices: ReadonlySet<number>;
  readonly panelQuantities: ReadonlySet<number>;
  readonly trueMs: number;
  /** The lease in force, and how far its holder's clock is off. */
  readonly fence: number;
  readonly skewMs: number;
  readonly rule: ConflictRule;
  readonly found: ReadonlyMap<string, { readonly field: string; readonly value: unknown }>;
}

const clockOf = ({ trueMs, skewMs }: World) => new Date(START + trueMs + skewMs);
const lira = (saleMinor: number) => ({ saleMinor, listMinor: saleMinor, currency: 'TRY' as const });

function settledField<V>(value: V): FieldSync<V> {
  const at = new Date(START - 3_600_000);
  return { ...newField({ value, operationId: null, at }), state: 'APPLIED', published: { value, revision: 1, at, evidence: 'RECEIPT' }, appliedAt: at };
}

function start(rule: ConflictRule): World {
  const listing: Listing = {
    _id: newId('listing'), sellerId: newId('seller'), storeId: newId('store'), marketplace: 'TRENDYOL', variantId: newId('variant'), productId: newId('product'), sku: 'A' as Sku,
    remoteKey: 'A', remoteIds: {}, mapping: null, ownPrice: null, content: settledField<ContentValue>({ presence: 'LISTED', contentRevision: 1 }), price: settledField(lira(100)), quantity: settledField(50),
    variantVersion: 1, policyVersion: 1, version: 1, fence: 1, attemptIds: [], operationStates: [], dueAt: null, priority: 4,
  };
  return { listing, there: { price: 100, quantity: 50 }, made: [], unheard: 0, panelPrices: new Set(), panelQuantities: new Set(), trueMs: 0, fence: 1, skewMs: 0, rule, found: new Map() };
}

/** Writes a changed listing as the catalog does. */
function stored(world: World, changed: Listing): World {
  const change = changeOf(world.listing, changed, clockOf(world));
  if (!change) return world;
  const found = new Map(world.found);
  for (const { _id, field, remote } of change.after.conflicts ?? []) found.set(_id, { field, value: remote.value });
  return { ...world, listing: change.after, found };
}

const steps = {
  /** Another worker takes the lane over, with a clock of its own. */
  takeOver: (world: World, n: number): World => ({ ...world, fence: world.fence + 1, skewMs: ((n % 21) - 10) * (SKEW_MS / 10) }),
  pass: (world: World, n: number): World => ({ ...world, trueMs: world.trueMs + n * 5_000 }),
  look: (world: World): World => ({ ...world, trueMs: world.trueMs + 1, made: [...world.made, { ...world.there, fence: world.fence, at: clockOf(world) }] }),
  /** In any order, and again and again; a worker records what it reads before it does anything else, so only one that lost its lease is late. */
  record(world: World, n: number): World {
    const reading = world.made[n % Math.max(1, world.made.length)];
    if (!reading) return world;
    const rules = { price: world.rule, quantity: world.rule };
    return stored(world, withReading(world.listing, { remoteKey: 'A', price: lira(reading.price), quantity: reading.quantity }, { evidence: 'SWEEP', at: reading.at, fence: reading.fence, rules, priceRevisionOf: () => 1 }));
  },
  lookAndRecord: (world: World): World => steps.record(steps.look({ ...world, made: [] }), 0),
  /** Sends what is due, and hears that it was done. */
  push(world: World): World {
    const looked = { ...world, made: world.made.filter(({ fence }) => fence < world.fence) };
    const sent = sendAll(looked);
    const there = { price: sent.listing.price.sent?.value.saleMinor ?? sent.there.price, quantity: sent.listing.quantity.sent?.value ?? sent.there.quantity };
    const at = clockOf(sent);
    const done = { ...sent.listing, price: apply(sent.listing.price, { evidence: 'RECEIPT', at }, sameValue.price, afterSale.price) ?? sent.listing.price, quantity: apply(sent.listing.quantity, { evidence: 'RECEIPT', at }, sameValue.quantity, afterSale.quantity) ?? sent.listing.quantity };
    return done.price === sent.listing.price && done.quantity === sent.listing.quantity ? sent : stored({ ...sent, there }, done);
  },
  /** A buyer buys there; the order reaches the hub within two minutes, before anything else of it is believed. */
  sell: (world: World): World => (world.there.quantity > 1 && world.unheard === 0 ? { ...world, unheard: 1, there: { ...world.there, quantity: world.there.quantity - 1 } } : world),
  hearOfSale(world: World): World {
    if (world.unheard === 0) return world;
    const sold = sellThere(world.listing.quantity, world.unheard, { at: clockOf(world) });
    const wanted = Math.max(0, sold.desired.value - world.unheard);
    const isThere = sold.published?.value === wanted && !sold.sent;
    const quantity: FieldSync<number> = { ...sold, desired: { ...sold.desired, value: wanted, revision: sold.desired.revision + 1 }, state: isThere ? 'APPLIED' : 'QUEUED' };
    return stored({ ...world, unheard: 0 }, { ...world.listing, quantity });
  },
  wantPrice: (world: World, n: number): World => stored(world, { ...world.listing, price: desire(world.listing.price, { value: lira(1_000 + n), operationId: null, at: clockOf(world) }, sameValue.price) }),
  panelPrice: (world: World, n: number): World => ({ ...world, there: { ...world.there, price: 200 + n }, panelPrices: new Set([...world.panelPrices, 200 + n]) }),
  panelQuantity: (world: World, n: number): World => ({ ...world, there: { ...world.there, quantity: 500 + 10 * n }, panelQuantities: new Set([...world.panelQuantities, 500 + 10 * n]) }),
};

function sendAll(world: World): World {
  const { listing, fence } = world;
  const at = clockOf(world);
  const isDue = listing.dueAt !== null;
  const sent = {
    ...listing,
    fence,
    price: (isDue && send(listing.price, { attemptId: newId('attempt'), revision: listing.price.desired.revision, at })) || listing.price,
    quantity: (isDue && send(listing.quantity, { attemptId: newId('attempt'), revision: listing.quantity.desired.revision, at })) || listing.quantity,
  };
  return sent.price === listing.price && sent.quantity === listing.quantity ? world : stored(world, sent);
}

type Step = keyof typeof steps;
const names = Object.keys(steps) as Step[];
const history = (some: readonly Step[]) => fc.array(fc.record({ name: fc.constantFrom(...some), n: fc.integer({ min: 0, max: 20 }) }), { maxLength: 60 });
const run = (rule: ConflictRule, past: readonly { name: Step; n: number }[]) => past.reduce<World>((world, { name, n }) => steps[name](world, n), start(rule));
/** A sale is heard of before time passes that proves the contrary, as the step that looks again makes sure. */
const heard = (past: readonly { name: Step; n: number }[]) => past.flatMap((step) => (step.name === 'pass' || step.name === 'takeOver' ? [{ name: 'hearOfSale' as const, n: 0 }, step] : [step]));
const withoutPanel = names.filter((name) => name !== 'panelPrice' && name !== 'panelQuantity');
const withoutSales = names.filter((name) => name !== 'sell' && name !== 'hearOfSale');

describe('whatever the order in which readings, sales and answers arrive, and whatever the clocks', () => {
  it('nothing is a conflict that nobody changed there', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CONFLICT_RULES), history(withoutPanel), (rule, past) => {
        expect([...run(rule, heard(past)).found.values()]).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });

  it('a conflict shows a value that somebody set there, once for each change seen', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CONFLICT_RULES), history(withoutSales), (rule, past) => {
        const { found, panelPrices, panelQuantities } = run(rule, past);
        for (const { field, value } of found.values()) expect(field === 'price' ? panelPrices.has((value as { saleMinor: number }).saleMinor) : panelQuantities.has(value as number)).toBe(true);
        const changes = past.filter(({ name }) => name === 'panelPrice' || name === 'panelQuantity').length;
        expect(found.size).toBeLessThanOrEqual(changes);
      }),
      { numRuns: 3_000 },
    );
  });

  it('a change that stands is found, and both sides agree once all is quiet and decided', () => {
    fc.assert(
      fc.property(fc.constantFrom<ConflictRule>('HUB_WINS', 'MARKETPLACE_WINS', 'NEWEST_WINS'), history(withoutSales), fc.integer({ min: 21, max: 40 }), (rule, past, n) => {
        let world = steps.push(run(rule, past));
        world = steps.panelPrice(steps.takeOver({ ...world, trueMs: world.trueMs + 2 * LATE_MS, made: [] }, 10), n);
        const before = world.found.size;
        world = steps.lookAndRecord(world);
        expect(world.found.size).toBeGreaterThan(before);
        world = steps.push({ ...world, trueMs: world.trueMs + ORDER_ON_ITS_WAY_MS });
        expect(world.there.price).toBe(world.listing.price.desired.value.saleMinor);
        expect(world.there.price === 200 + n).toBe(rule !== 'HUB_WINS');
      }),
      { numRuns: 1_000 },
    );
  });
});
