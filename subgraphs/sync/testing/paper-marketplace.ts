import { EventEmitter, once } from 'node:events';
import { z } from 'zod';
import { ConnectorError, exactly, nearest, type BuyboxPort, type CataloguePort, type ClaimPort, type Connector, type ItemResult, type ListingIssue, type OfferChange, type PushOutcome, type ReceiptOutcome, type RemoteOffer } from '../connector/contract.js';

/** What a push or read does instead of succeeding. `after`: the marketplace has done it all the same. */
export type PaperFault = { readonly error: Error; readonly after?: boolean } | { readonly outcome: PushOutcome } | { readonly hang: true };

/**
 * A marketplace that lives in memory and does exactly what a test says: for the moments no sandbox can be brought into
 * reliably, such as a worker dying between two steps. It takes every push, applies it when its receipt is asked for, and
 * keeps count.
 */
export interface PaperMarketplace {
  readonly connector: Connector;
  /** What is on sale there. */
  readonly offers: Map<string, { price: OfferChange['price']; quantity: number }>;
  /** Every publishing and withdrawing that arrived, by key. */
  readonly published: readonly (readonly string[])[];
  readonly withdrawn: readonly (readonly string[])[];
  /** Every push that arrived, as sent. */
  readonly pushes: readonly (readonly OfferChange[])[];
  readonly reads: readonly (readonly string[])[];
  readonly polls: readonly string[];
  /** The next pushes meet these, in order. */
  failPushes(...faults: readonly PaperFault[]): void;
  failReads(...errors: readonly Error[]): void;
  failPolls(...errors: readonly Error[]): void;
  /** How a receipt answers; by default everything in it is settled at the first time of asking. */
  answerReceipts(answer: (receipt: string, changes: readonly OfferChange[]) => ReceiptOutcome | null): void;
  /** Every push with this key in it meets `meet` instead: a refusal of the whole call, or a fault of the hub's own. Null: nothing is in its way. */
  poison(key: string, meet: () => PushOutcome | null): void;
  /** Refuses these keys one by one, in the receipt. */
  refuse(key: string, issue: ListingIssue): void;
  allow(key: string): void;
  /** Resolves once this many pushes have arrived. */
  pushed(count: number): Promise<void>;
  /** What the connector's calls are held up by, until released. */
  hold(): { release(): void; waiting(): Promise<void> };
}

export interface PaperLimits {
  readonly offersPerPush?: number;
  readonly pricesPerPush?: number;
  readonly offersPerRead?: number;
  readonly pushesAtOnce?: number;
  readonly pushSpacingMs?: number;
  readonly settleMs?: number;
  readonly pollAfterMs?: number;
  /** Keys of goods that lie in the marketplace's own warehouse; without it, it has none. */
  readonly warehouse?: ReadonlySet<string>;
  /** Whether it can split packages. */
  readonly canSplit?: boolean;
  /** Its categories, attributes and brands; without it, it has none to show. */
  readonly catalogue?: CataloguePort<unknown>;
  /** Its returns; without it, it tells of none. */
  readonly claims?: ClaimPort<unknown>;
  /** Who is shown first there; without it, it does not tell. */
  readonly buybox?: BuyboxPort<unknown>;
}

/** A category that wants more of a product than anyone has said. */
export const PICKY_CATEGORY = '666';
/** Goods in it are refused by the marketplace itself, which says so when it is asked beforehand. */
export const JUDGED_CATEGORY = 'JUDGED';
/** The same of a stock. */
export const JUDGED_QUANTITY = 1_313;

export function createPaperMarketplace({ offersPerPush = 100, pricesPerPush, offersPerRead = 50, pushesAtOnce = 1, pushSpacingMs = 0, settleMs = 50, pollAfterMs = 10, warehouse, canSplit = false, catalogue, claims, buybox }: PaperLimits = {}): PaperMarketplace {
  const offers: PaperMarketplace['offers'] = new Map();
  const published: string[][] = [];
  const withdrawn: string[][] = [];
  const pushes: OfferChange[][] = [];
  const reads: string[][] = [];
  const polls: string[] = [];
  const receipts = new Map<string, readonly OfferChange[]>();
  const refusals = new Map<string, ListingIssue>();
  const pushFaults: PaperFault[] = [];
  const readErrors: Error[] = [];
  const pollErrors: Error[] = [];
  const bell = new EventEmitter();
  const poisons = new Map<string, () => PushOutcome | null>();
  let gate: Promise<void> | null = null;
  let answer: Parameters<PaperMarketplace['answerReceipts']>[0] = () => null;

  const connector: Connector = {
    marketplace: 'EBAY',
    displayName: 'Paper',
    credentials: z.unknown(),
    defaultBaseUrl: 'http://127.0.0.1:1',
    limits: { offersPerPush, ...(pricesPerPush !== undefined && { pricesPerPush }), pushSpacingMs, pushesAtOnce, contentPerPush: 100, offersPerRead, settleMs, orderPollMs: { withWebhooks: 3_600_000, withoutWebhooks: 3_600_000 } },
    quotaGroups: () => ({ listings: [{ name: 'listings/minute', limit: 100, windowMs: 60_000, source: 'on paper' }] }),
    remoteKeyOf: ({ sku }) => sku,
    checkOffer: ({ price, quantity }, at) => ((price && price.saleMinor > 90_000_000) || (quantity ?? 0) > 20_000 ? { code: 'QUANTITY_REFUSED', message: 'more than the marketplace takes', retryable: false, at } : null),
    checkAccount: async () => undefined,
    offers: {
      push,
      poll,
      read,
      ...(warehouse ? { tellsFulfilment: true } : {}),
      list: async () => ({ items: [...offers.keys()].map(remoteOf), next: null }),
      preview: (changes) => ({ method: 'POST', path: '/offers', body: JSON.stringify(changes) }),
      async foresee(_context, changes) {
        const error = readErrors.shift();
        if (error) throw error;
        return changes.filter(({ quantity }) => quantity === JUDGED_QUANTITY).map(({ remoteKey }) => ({ remoteKey, isSent: true as const, issue: { code: 'MARKETPLACE_REFUSED' as const, message: 'it would say no', retryable: false, at: new Date() } }));
      },
    },
    content: {
      check: ({ title }, at) => (title.trim() === '' ? { code: 'TITLE_REFUSED', message: 'a title is needed', retryable: false, at } : null),
      async publish(_context, drafts) {
        published.push(drafts.map(({ remoteKey }) => remoteKey));
        const fault = pushFaults.shift();
        if (fault && 'error' in fault && !fault.after) throw fault.error;
        for (const { remoteKey, price, quantity } of drafts) if (!refusals.has(remoteKey)) offers.set(remoteKey, { price, quantity });
        if (fault && 'error' in fault) throw fault.error;
        return { kind: 'SETTLED', results: drafts.map(({ remoteKey }) => verdictOn(remoteKey, { paperId: `P-${remoteKey}` })) };
      },
      async withdraw(_context, keys) {
        withdrawn.push([...keys]);
        for (const key of keys) offers.delete(key);
        return { kind: 'SETTLED', results: keys.map((key) => verdictOn(key, {})) };
      },
      poll: async () => ({ kind: 'EXPIRED' }),
      async foresee(_context, drafts) {
        const error = readErrors.shift();
        if (error) throw error;
        const judged = drafts.filter(({ mapping }) => mapping.categoryId === JUDGED_CATEGORY).map(({ remoteKey }) => ({ remoteKey, isSent: true as const, issue: { code: 'MARKETPLACE_REFUSED' as const, message: 'it would say no', retryable: false, at: new Date() } }));
        const refused = drafts.filter(({ mapping }) => mapping.categoryId === PICKY_CATEGORY).map(({ remoteKey }) => ({ remoteKey, issue: { code: 'ATTRIBUTE_MISSING' as const, message: 'the category wants a colour', remoteCode: null, retryable: false, at: new Date() } }));
        return [...judged, ...refused];
      },
      preview: (_context, change) => {
        const keys = change.kind === 'PUBLISH' ? change.drafts.map(({ remoteKey }) => remoteKey) : change.remoteKeys;
        return [{ method: 'POST', path: change.kind === 'PUBLISH' ? '/listings' : '/listings/end', body: JSON.stringify(keys), items: keys.length, quotaGroup: 'listings' }];
      },
    },
    orders: {
      changedSince: async () => ({ items: [], next: null }),
      byNumber: async () => null,
      accept: async () => ({ kind: 'APPLIED' }),
      ship: async () => ({ kind: 'APPLIED' }),
      cancelLines: async () => ({ kind: 'APPLIED' }),
      cancelReasons: { OUT_OF_STOCK: exactly('1'), DEFECTIVE: nearest('9'), WRONG_PRICE: nearest('9'), BUYER_ASKED: exactly('2'), ADDRESS: nearest('9'), FORCE_MAJEURE: nearest('9'), OTHER: exactly('9') },
    },
    ...(catalogue ? { catalogue } : {}),
    ...(claims ? { claims } : {}),
    ...(buybox ? { buybox } : {}),
    ...(canSplit ? { splits: { split: async () => ({ kind: 'TAKEN' }) } } : {}),
  };

  async function push(_context: unknown, changes: readonly OfferChange[]): Promise<PushOutcome> {
    const receipt = `receipt-${pushes.push([...changes])}`;
    bell.emit('push');
    if (gate) await gate;
    const poison = changes.map(({ remoteKey }) => poisons.get(remoteKey)).find((meet) => meet !== undefined);
    const met = poison?.();
    if (met) return met;
    const fault = pushFaults.shift();
    if (fault && 'hang' in fault) await new Promise(() => undefined);
    if (fault && 'outcome' in fault) return fault.outcome;
    if (fault && 'error' in fault) {
      if (fault.after) applyAll(changes);
      throw fault.error;
    }
    receipts.set(receipt, changes);
    return { kind: 'ACCEPTED', receipt, pollAfterMs };
  }

  async function poll(_context: unknown, receipt: string): Promise<ReceiptOutcome> {
    polls.push(receipt);
    const error = pollErrors.shift();
    if (error) throw error;
    const changes = receipts.get(receipt) ?? [];
    const said = answer(receipt, changes);
    if (said) return said;
    return { kind: 'SETTLED', results: applyAll(changes) };
  }

  async function read(_context: unknown, keys: readonly string[]): Promise<RemoteOffer[]> {
    reads.push([...keys]);
    const error = readErrors.shift();
    if (error) throw error;
    return keys.filter((key) => offers.has(key)).map(remoteOf);
  }

  function applyAll(changes: readonly OfferChange[]): ItemResult[] {
    return changes.map(({ remoteKey, price, quantity }) => {
      const issue = refusals.get(remoteKey);
      if (issue) return { remoteKey, ok: false, issue };
      const before = offers.get(remoteKey);
      offers.set(remoteKey, { price: price ?? before?.price, quantity: quantity ?? before?.quantity ?? 0 });
      return { remoteKey, ok: true };
    });
  }

  function verdictOn(remoteKey: string, remoteIds: Readonly<Record<string, string>>): ItemResult {
    const issue = refusals.get(remoteKey);
    return issue ? { remoteKey, ok: false, issue } : { remoteKey, ok: true, remoteIds };
  }

  function remoteOf(remoteKey: string): RemoteOffer {
    const offer = offers.get(remoteKey);
    const isHeld = warehouse?.has(remoteKey) ?? false;
    return { remoteKey, price: offer?.price ?? null, quantity: isHeld ? null : (offer?.quantity ?? null), onSale: true, remoteIds: warehouse ? { fulfilledBy: isHeld ? 'MARKETPLACE' : 'SELLER' } : {} };
  }

  return {
    connector, offers, published, withdrawn, pushes, reads, polls,
    failPushes: (...faults) => void pushFaults.push(...faults),
    failReads: (...errors) => void readErrors.push(...errors),
    failPolls: (...errors) => void pollErrors.push(...errors),
    answerReceipts: (said) => void (answer = said),
    poison: (key, meet) => void poisons.set(key, meet),
    allow: (key) => void refusals.delete(key),
    refuse: (key, issue) => void refusals.set(key, issue),
    async pushed(count) {
      while (pushes.length < count) await once(bell, 'push');
    },
    hold() {
      const released = new EventEmitter();
      gate = once(released, 'go').then(() => void (gate = null));
      const seen = pushes.length;
      return { release: () => void released.emit('go'), waiting: () => this.pushed(seen + 1) };
    },
  };
}

export function trouble(errorClass: ConnectorError['errorClass'], outcome: ConnectorError['outcome'], retryAfterMs: number | null = null): ConnectorError {
  return new ConnectorError({ errorClass, outcome, message: `${errorClass} on paper`, retryAfterMs });
}
