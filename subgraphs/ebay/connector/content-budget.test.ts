import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ListingDraft } from '../../sync/connector/contract.js';
import { SELLER } from '../testing/running-sandbox.js';
import { mug, shirt } from '../testing/sample-drafts.js';
import { settled, useSandbox } from '../testing/use-sandbox.js';
import { content } from './content.js';
import { pushOffers } from './push-offers.js';
import { mayRevise, revisionCounter } from './revision-budget.js';

interface Shown {
  readonly quantity: number;
  readonly record: { readonly product: { readonly imageUrls: readonly string[] } };
  readonly offers: readonly [{ readonly listingId: string; readonly revisionsToday: number; readonly isPublished: boolean }];
}

const sandbox = useSandbox();

const shown = (sku: string) => sandbox.control<Shown>('GET', `/listings?seller=${SELLER.username}&sku=${sku}`);
const listingIdOf = async (sku: string) => (await shown(sku)).offers[0].listingId;
const spentOn = async (sku: string) => revisionCounter(sandbox.context).spent(await listingIdOf(sku));
const spend = async (sku: string, revisions: number) => revisionCounter(sandbox.context).add(await listingIdOf(sku), revisions);
const writes = async () => (await sandbox.control<{ requests: unknown[] }>('GET', '/requests?method=PUT&limit=1000')).requests.length;

const publish = (...drafts: ListingDraft[]) => settled(content.publish(sandbox.context, drafts));
const withdraw = (...skus: string[]) => settled(content.withdraw(sandbox.context, skus));
const newPicture = { isUpdate: true, images: ['https://images.example.invalid/new.jpg'] };
const tomorrow = { ok: false, issue: { code: 'CHANGES_OF_THE_DAY_USED_UP', retryable: true }, retryAfterMs: expect.any(Number) };

describe('texts of a listing on sale', () => {
  it('get half of its changes of the day', () => {
    expect([mayRevise(124, 'CONTENT'), mayRevise(125, 'CONTENT')]).toEqual([true, false]);
  });

  it('wait for the next day when their half is used, and leave the rest to stock and prices', async () => {
    await publish(mug());
    await spend('KUPA-MAVI-01', 125);
    const before = await writes();
    expect(await publish(mug(newPicture))).toMatchObject([tomorrow]);
    expect(await writes()).toBe(before);
    expect(await settled(pushOffers(sandbox.context, [{ remoteKey: 'KUPA-MAVI-01', quantity: 3, known: { price: null, quantity: 12 } }]))).toMatchObject([{ ok: true }]);
    expect((await shown('KUPA-MAVI-01')).quantity).toBe(3);
  });

  it('that are as they should be cost nothing and wait for nothing', async () => {
    await publish(mug());
    await spend('KUPA-MAVI-01', 250);
    expect(await publish(mug({ isUpdate: true }))).toMatchObject([{ ok: true }]);
  });

  it('are counted before they are sent: an answer that is lost has cost a change all the same', async () => {
    await publish(mug());
    await sandbox.control('POST', '/faults', { kind: 'drop-after', match: { method: 'PUT', path: '/inventory_item/' }, times: 1 });
    await expect(content.publish(sandbox.context, [mug(newPicture)])).rejects.toMatchObject({ errorClass: 'NETWORK', outcome: 'UNKNOWN' });
    expect([await spentOn('KUPA-MAVI-01'), (await shown('KUPA-MAVI-01')).offers[0].revisionsToday]).toEqual([1, 1]);
  });

  it('that met another call at work cost one change, however often they were tried', async () => {
    await publish(mug());
    await sandbox.control('PUT', '/settings', { busyEveryNthWrite: 2 });
    for (const name of ['a', 'b', 'c']) expect(await publish(mug({ ...newPicture, images: [`https://images.example.invalid/${name}.jpg`] }))).toMatchObject([{ ok: true }]);
    expect([await spentOn('KUPA-MAVI-01'), (await shown('KUPA-MAVI-01')).offers[0].revisionsToday]).toEqual([3, 3]);
  });

  it('wait for the next day when eBay says that there are no more, and nothing is sent again today', async () => {
    await publish(mug());
    await sandbox.control('PUT', '/listings', { seller: SELLER.username, sku: 'KUPA-MAVI-01', revisionsToday: 250 });
    expect(await publish(mug(newPicture))).toMatchObject([tomorrow]);
    const before = await writes();
    expect(await publish(mug(newPicture))).toMatchObject([tomorrow]);
    expect([await writes(), await spentOn('KUPA-MAVI-01')]).toEqual([before, 250]);
  });

  it('take the product of a variant that came later to its group on the next day only', async () => {
    await publish(shirt({ size: 'M' }));
    await spend('TSR-Rot-M', 125);
    expect(await publish(shirt({ size: 'L' }))).toMatchObject([tomorrow]);
    expect((await shown('TSR-Rot-L')).offers[0].isPublished).toBe(false);
    await revisionCounter(sandbox.context).add(await listingIdOf('TSR-Rot-M'), -125);
    expect(await publish(shirt({ size: 'L' }))).toMatchObject([{ ok: true }]);
  });
});

describe('taking variants off sale', () => {
  beforeEach(async () => {
    await publish(shirt({ size: 'M' }), shirt({ size: 'L' }), shirt({ size: 'S' }));
  });
  const sold = (sku: string) => sandbox.control('POST', '/orders', { seller: SELLER.username, lines: [{ sku, quantity: 1 }] });

  it('goes to the last of the changes, since it stops selling, and is counted', async () => {
    await spend('TSR-Rot-M', 249);
    expect(await withdraw('TSR-Rot-M')).toMatchObject([{ ok: true }]);
    expect([await spentOn('TSR-Rot-L'), (await shown('TSR-Rot-L')).offers[0].revisionsToday]).toEqual([250, 1]);
  });

  it('is tried again at once, and counted once, where another call is at work on their group', async () => {
    await sandbox.control('PUT', '/settings', { busyEveryNthWrite: 2 });
    expect(await withdraw('TSR-Rot-M')).toMatchObject([{ ok: true }]);
    expect(await withdraw('TSR-Rot-L')).toMatchObject([{ ok: true }]);
    expect([await spentOn('TSR-Rot-S'), (await shown('TSR-Rot-S')).offers[0].revisionsToday]).toEqual([2, 2]);
  });

  it('is counted where eBay keeps the variants for their sales and they are left there without stock', async () => {
    await sold('TSR-Rot-M');
    expect(await withdraw('TSR-Rot-M', 'TSR-Rot-L')).toMatchObject([{ ok: true }, { ok: true }]);
    expect([(await shown('TSR-Rot-M')).quantity, (await shown('TSR-Rot-L')).quantity]).toEqual([0, 0]);
    expect(await spentOn('TSR-Rot-S')).toBeGreaterThanOrEqual((await shown('TSR-Rot-S')).offers[0].revisionsToday);
  });

  it('tells of each by its own answer when only some are done', async () => {
    await sold('TSR-Rot-M');
    const { listingId } = (await shown('TSR-Rot-M')).offers[0];
    // One is left: leaving the group is refused for the sale, the first of the two takes it.
    await sandbox.control('PUT', '/listings', { seller: SELLER.username, sku: 'TSR-Rot-M', revisionsToday: 249 });
    const results = await withdraw('TSR-Rot-M', 'TSR-Rot-L');
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.filter(({ ok }) => !ok)).toMatchObject([tomorrow]);
    const quantities = await Promise.all(results.map(async ({ remoteKey, ok }) => [ok, (await shown(remoteKey)).quantity === 0]));
    expect(quantities).toEqual(results.map(({ ok }) => [ok, ok]));
    expect(await revisionCounter(sandbox.context).spent(listingId)).toBe(250);
  });
});
