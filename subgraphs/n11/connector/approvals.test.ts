import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sku, type RunningSandbox } from '../sandbox/testing/running-sandbox.js';
import type { N11Context } from './client.js';
import { createN11Connector } from './index.js';
import { draft, openN11Bench, receiptOf, STEP_MS, type N11Bench } from './testing/n11-bench.js';

const connector = createN11Connector();

describe('a change of a product that is known on N11 and awaits its approval', () => {
  let bench: N11Bench;
  let n11: RunningSandbox;
  let context: N11Context;
  const known = (remoteKey: string) => draft(remoteKey, { remoteIds: { n11ProductId: '600000009' } });
  const waits = { ok: false, issue: { code: 'LISTING_NOT_APPROVED', retryable: true, message: expect.stringMatching(/once it has decided/) }, retryAfterMs: 600_000 };
  const updates = async (): Promise<number> => (await n11.control<{ requests: unknown[] }>('/requests?path=product-update&limit=100000')).requests.length;
  const setStatus = (code: string, change: object) => fetch(`${n11.url}/_sandbox/listings/${code}`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(change) });
  beforeAll(async () => {
    bench = await openN11Bench();
    ({ n11, context } = bench);
    await n11.control('/products/bulk', { products: ['RVW-1', 'RVW-2', 'RVW-3', 'RVW-4'].map((code) => sku(code)) });
    for (const code of ['RVW-1', 'RVW-2']) await setStatus(code, { status: 'InCatalogApproval' });
    await setStatus('RVW-3', { status: 'CatalogRejected', rejectInfo: 'Görsel uygun değil' });
  });
  afterAll(() => bench.close());

  it('waits unsent, is foreseen to, and is sent as an update once N11 has decided', async () => {
    const before = await updates();
    expect(await connector.content!.foresee!(context, [known('RVW-1')])).toMatchObject([{ remoteKey: 'RVW-1', issue: waits.issue }]);
    expect(await connector.content!.preview!(context, { kind: 'PUBLISH', drafts: [known('RVW-1')] })).toEqual([]);
    expect(await connector.content!.publish(context, [known('RVW-1')])).toMatchObject({ kind: 'SETTLED', results: [{ remoteKey: 'RVW-1', ...waits }] });
    expect(await updates()).toBe(before);
    await setStatus('RVW-1', { status: 'Active' });
    const receipt = receiptOf(await connector.content!.publish(context, [known('RVW-1')]));
    await bench.advance(STEP_MS);
    expect(await connector.content!.poll(context, receipt)).toMatchObject({ kind: 'SETTLED', results: [{ remoteKey: 'RVW-1', ok: true }] });
  });

  it('waits beside others of its call, which are sent, and beside those N11 has refused', async () => {
    const receipt = receiptOf(await connector.content!.publish(context, [known('RVW-2'), known('RVW-3'), known('RVW-4')]));
    await bench.advance(STEP_MS);
    const done = await connector.content!.poll(context, receipt);
    expect(done).toMatchObject({ kind: 'SETTLED' });
    expect(done.kind === 'SETTLED' && Object.fromEntries(done.results.map(({ remoteKey, ...result }) => [remoteKey, result]))).toMatchObject({
      'RVW-2': waits,
      'RVW-3': { ok: false, issue: { code: 'CATALOGUE_REJECTED', retryable: false, message: 'Görsel uygun değil' } },
      'RVW-4': { ok: true },
    });
  });

  it('waits when it was listed before, or is to be withdrawn: N11 has been asked once, and says so', async () => {
    const update = receiptOf(await connector.content!.publish(context, [draft('RVW-2', { isUpdate: true })]));
    const withdrawal = receiptOf(await connector.content!.withdraw(context, ['RVW-2']));
    await bench.advance(STEP_MS);
    for (const receipt of [update, withdrawal]) expect(await connector.content!.poll(context, receipt)).toMatchObject({ kind: 'SETTLED', results: [{ remoteKey: 'RVW-2', ...waits }] });
  });
});
