import { newId } from '../../../../platform/ids.js';
import { createPlainHttp } from '../../../../test/contract/plain-http.js';
import type { ConnectorCache, ListingDraft, PushOutcome } from '../../../sync/connector/contract.js';
import { createMemoryTokens } from '../../../sync/testing/memory-tokens.js';
import { runSandbox, type RunningSandbox } from '../../sandbox/testing/running-sandbox.js';
import { credentialsSchema, type N11Context } from '../client.js';

/** What tasks and approvals take. Nothing falls due by itself: the tests move the clock. */
export const STEP_MS = 600_000;

/** A sandbox of N11, and what its connector is called with. */
export interface N11Bench {
  readonly n11: RunningSandbox;
  readonly context: N11Context;
  /** Moves both clocks: N11 lists by days, which must be the same for both. */
  advance(ms: number): Promise<void>;
  close(): Promise<void>;
}

export async function openN11Bench(): Promise<N11Bench> {
  let aheadMs = 0;
  const now = () => new Date(Date.now() + aheadMs);
  const n11 = await runSandbox({ isStanding: false });
  const http = createPlainHttp({ baseUrl: n11.url, timeoutMs: 5_000 });
  const credentials = credentialsSchema.parse({ appKey: 'n11-demo-key', appSecret: 'n11-demo-secret', shipmentTemplate: 'Standart Teslimat' });
  const store = { storeId: newId('store'), sellerId: newId('seller'), baseUrl: n11.url, currency: 'TRY' as const, remoteSellerId: '2000001', credentials };
  await fetch(`${n11.url}/_sandbox/settings`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ batchDelayMs: STEP_MS, approvalDelayMs: STEP_MS }) });
  return {
    n11,
    context: { store, http, cache: memoryCache(), tokens: createMemoryTokens(), now, marketplaceNow: now },
    async advance(ms) {
      await n11.advance(ms);
      aheadMs += ms;
    },
    async close() {
      await http.close();
      await n11.stop();
    },
  };
}

export const draft = (remoteKey: string, change: Partial<ListingDraft> = {}): ListingDraft => ({
  remoteKey,
  groupKey: 'GROUP-1',
  sku: remoteKey,
  barcode: null,
  title: 'Çiçekli Yazlık Midi Elbise',
  descriptionHtml: '<p>Hafif</p>',
  language: 'TR',
  translations: {},
  images: ['https://example.invalid/1.jpg'],
  options: [],
  price: { saleMinor: 20_000, listMinor: 25_000, currency: 'TRY' },
  quantity: 4,
  mapping: {
    categoryId: '1000111',
    brandId: null,
    brandName: 'Hub Deneme',
    attributes: [
      { attributeId: '429', valueId: null, customValue: 'Mercan' },
      { attributeId: '44', valueId: '10044003', customValue: null },
      { attributeId: '11', valueId: '10011000', customValue: null },
    ],
    shipmentTemplate: null,
    vatRatePercent: 20,
  },
  remoteIds: {},
  isUpdate: false,
  ...change,
});

export function receiptOf(outcome: PushOutcome): string {
  if (outcome.kind !== 'ACCEPTED') throw new Error(JSON.stringify(outcome));
  return outcome.receipt;
}

function memoryCache(): ConnectorCache {
  const entries = new Map<string, string>();
  return {
    get: async (key) => entries.get(key) ?? null,
    set: async (key, value) => {
      entries.set(key, value);
    },
  };
}
