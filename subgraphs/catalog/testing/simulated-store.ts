import { newId, type AttemptId, type ConflictId, type StoreId } from '../../../platform/ids.js';
import type { StockPolicy } from '../../stores/domain/store.js';
import type { Conflict, ConflictRule } from '../domain/conflict.js';
import { dueFields } from '../domain/due.js';
import { apply, giveBack, lose, newField, send } from '../domain/field-sync.js';
import { followVariant, quantityFor } from '../domain/follow-variant.js';
import type { ContentValue, FieldSync, Listing } from '../domain/listing.js';
import { changeOf, stepFields } from '../domain/listing-change.js';
import { withConflictsNoted, withDecision } from '../domain/listing-conflicts.js';
import { withReading, withReadingOfUnknown } from '../domain/remote-reading.js';
import type { Variant } from '../domain/variant.js';

/** What a marketplace shows of the one thing it sells. */
export interface Shown {
  readonly price: number;
  readonly quantity: number;
}

/** The worker that holds the store's lease now. */
export interface Holder {
  readonly fence: number;
  readonly now: () => Date;
}

export interface SimulatedStoreOptions {
  readonly variant: Variant;
  readonly policy: StockPolicy;
  readonly rule: ConflictRule;
  readonly holder: () => Holder;
  /** Carries out what was decided about quantities. */
  readonly adjust: (conflicts: readonly Conflict[]) => void;
}

/** A reading that was made and may be recorded late, never, or more than once. */
interface Made extends Shown {
  readonly fence: number;
  readonly at: Date;
}

/** Values on their way to the marketplace. */
interface Sent extends Partial<Shown> {
  readonly attemptId: AttemptId;
  readonly isDone: boolean;
}

export const lira = (saleMinor: number) => ({ saleMinor, listMinor: saleMinor, currency: 'TRY' as const });
const FIELDS = ['price', 'quantity'] as const;
const REMOTE_KEY = 'A';

export type SimulatedStore = ReturnType<typeof createSimulatedStore>;

/** One listing, moved by the catalog's own decisions, and the marketplace it stands for. What goes between them is moved step by step. */
export function createSimulatedStore({ variant: first, policy, rule, holder, adjust }: SimulatedStoreOptions) {
  const storeId = newId('store');
  const store = { _id: storeId, currency: 'TRY', stockPolicy: policy, policyVersion: 1 } as const;
  let listing = settledListing(first, storeId);
  listing = { ...listing, quantity: settledField(quantityFor(listing, first, store), first.updatedAt) };
  let there: Shown = { price: first.price.saleMinor, quantity: listing.quantity.desired.value };
  let sent: Sent | null = null;
  let made: readonly Made[] = [];
  const everMade: Made[] = [];
  const answers: Sent[] = [];
  const now = () => holder().now();

  function put(changed: Listing): void {
    listing = changeOf(listing, changed, now())?.after ?? listing;
  }

  function settle({ attemptId }: Sent): void {
    put(stepFields(listing, FIELDS, (field, same, lowered) => (field.attemptId === attemptId ? apply(field, { evidence: 'RECEIPT', at: now() }, same, lowered) : null)));
  }

  function recordReading(reading: Made, priceRevision: number): void {
    const { price, quantity, at, fence } = reading;
    put(withReading(listing, { remoteKey: REMOTE_KEY, price: lira(price), quantity }, { evidence: 'SWEEP', at, fence, rules: { price: rule, quantity: rule }, priceRevisionOf: () => priceRevision }));
  }

  const self = {
    storeId,
    listing: () => listing,
    there: () => there,
    wanted: (variant: Variant): Shown => ({ price: listing.price.desired.value.saleMinor, quantity: quantityFor(listing, variant, store) }),
    follow(variant: Variant): void {
      const followed = followVariant(listing, variant, store, { at: now(), conversions: { stepBasisPoints: 0, rateOf: () => null } });
      if (followed !== 'STALE') put(followed);
    },
    /** `isOutrun`: by a worker that has lost its lease and does not know. */
    send({ isOutrun }: { readonly isOutrun: boolean }): void {
      const fence = holder().fence - (isOutrun ? 1 : 0);
      if (sent || listing.fence > fence) return;
      const attemptId = newId('attempt');
      const at = now();
      const taken = stepFields(listing, dueFields(listing, at).filter((name) => name !== 'content'), (field) => send(field, { attemptId, revision: field.desired.revision, at }));
      if (taken === listing) return;
      put({ ...taken, fence });
      made = made.filter((reading) => reading.fence < fence);
      const { price, quantity } = listing;
      sent = { attemptId, isDone: false, ...(price.attemptId === attemptId && price.sent && { price: price.sent.value.saleMinor }), ...(quantity.attemptId === attemptId && quantity.sent && { quantity: quantity.sent.value }) };
    },
    /** The marketplace does what it was sent; nobody has heard yet. */
    happen(): void {
      if (!sent || sent.isDone) return;
      there = { price: sent.price ?? there.price, quantity: sent.quantity ?? there.quantity };
      sent = { ...sent, isDone: true };
    },
    hear(): void {
      if (!sent) return;
      self.happen();
      answers.push(sent);
      settle(sent);
      sent = null;
    },
    hearAgain(n: number): void {
      const answer = answers[n % Math.max(1, answers.length)];
      if (answer) settle(answer);
    },
    giveBack(): void {
      if (!sent || sent.isDone) return;
      const { attemptId } = sent;
      sent = null;
      put(stepFields(listing, FIELDS, (field, same) => (field.attemptId === attemptId ? giveBack(field, { notBefore: null, issue: null, at: now() }, same) : null)));
    },
    /** The answer is lost: nothing more of it happens by the time somebody looks. */
    loseAnswer(): void {
      if (!sent) return;
      const { attemptId } = sent;
      sent = null;
      put(stepFields(listing, FIELDS, (field) => (field.attemptId === attemptId ? lose(field, { code: 'TIMEOUT', message: '', retryable: true, at: now() }) : null)));
      put(withReadingOfUnknown(listing, { remoteKey: REMOTE_KEY, price: lira(there.price), quantity: there.quantity }, attemptId, { evidence: 'READ_BACK', at: now() }));
    },
    /** By somebody in the marketplace's panel, or by a buyer. */
    change(changes: Partial<Shown>): void {
      there = { ...there, ...changes };
    },
    look(): void {
      const reading = { ...there, fence: holder().fence, at: now() };
      made = [...made, reading];
      everMade.push(reading);
    },
    /** In any order and again, but within one lease: a worker records what it has read before it looks again. */
    record(n: number, priceRevision: number): void {
      const reading = made[n % Math.max(1, made.length)];
      if (reading && (reading.fence < holder().fence || reading === made.at(-1))) recordReading(reading, priceRevision);
    },
    /** Everything ever heard or read here comes once more, from workers that have long lost their lease. */
    replay(priceRevision: number): void {
      for (const answer of answers) settle(answer);
      for (const reading of everMade.filter(({ fence }) => fence < holder().fence)) recordReading(reading, priceRevision);
    },
    lookAndRecord(priceRevision: number): void {
      self.look();
      self.record(made.length - 1, priceRevision);
    },
    /** Somebody answers what the hub asks. */
    decide(n: number, priceRevision: number): void {
      const open = listing.conflicts?.find(({ state }) => state === 'OPEN');
      if (!open) return;
      const decidedBy = { kind: 'KEY', keyId: 'key', operationId: newId('operation') } as const;
      put(withDecision(listing, open._id, { decision: n % 2 === 0 ? 'HUB' : 'MARKETPLACE', decidedBy, at: now(), priceRevision }));
    },
    /** What was decided is carried out, then let go of; who does it may die between the two. */
    note({ dies }: { readonly dies: boolean }): void {
      if (listing.conflictsPending !== true) return;
      const conflicts = listing.conflicts ?? [];
      adjust(conflicts);
      if (!dies) put(withConflictsNoted(listing, new Map<ConflictId, number>(conflicts.map(({ _id, version }) => [_id, version]))));
    },
    /** What is left to be sent, doubted or decided. */
    unsettled: (): readonly unknown[] => [listing.dueAt, listing.doubt ?? null, listing.conflicts ?? null].filter((left) => left !== null),
  };
  return self;
}

function settledListing({ sellerId, _id: variantId, productId, sku, price, version, updatedAt }: Variant, storeId: StoreId): Listing {
  return {
    _id: newId('listing'), sellerId, storeId, marketplace: 'TRENDYOL', variantId, productId, sku, remoteKey: REMOTE_KEY, remoteIds: {}, mapping: null, ownPrice: null,
    content: settledField<ContentValue>({ presence: 'LISTED', contentRevision: 1 }, updatedAt), price: settledField(price, updatedAt), quantity: settledField(0, updatedAt),
    variantVersion: version, policyVersion: 1, version: 1, fence: 1, attemptIds: [], operationStates: [], dueAt: null, priority: 4,
  };
}

function settledField<V>(value: V, at: Date): FieldSync<V> {
  return { ...newField({ value, operationId: null, at }), state: 'APPLIED', published: { value, revision: 1, at, evidence: 'RECEIPT' }, appliedAt: at };
}
