import { afterEach, describe, expect, it } from '@jest/globals';
import type { StoreId } from '../../../platform/ids.js';
import { SCOPES, type Scope } from '../../../platform/principal.js';
import { createSubgraph } from '../../../platform/subgraph/subgraph.js';
import type { ConflictRules } from '../../catalog/domain/conflict.js';
import type { Certificate } from '../domain/certificate.js';
import type { Lane } from '../domain/lane.js';
import { eventually, startLaneSuite, type LaneSuite } from '../testing/lane-suite.js';

let suite: LaneSuite;
afterEach(() => suite.stop());

const lira = (saleMinor: number) => ({ saleMinor, listMinor: saleMinor, currency: 'TRY' as const });
const certificates = () => suite.house.db.collection<Certificate>('certificates').find({ finishedAt: { $ne: null } }).sort({ finishedAt: 1, _id: 1 }).toArray();

/** Has the whole store compared; gives back what that left. */
async function verify(): Promise<Certificate> {
  const before = (await certificates()).length;
  const { operation, userErrors } = await suite.house.sync.runSync(suite.house.principal, { storeId: suite.storeId, kind: 'VERIFY' });
  if (!operation) throw new Error(JSON.stringify(userErrors));
  await suite.done(operation);
  return (await certificates())[before]!;
}

describe('comparing a store with what it should show', () => {
  it('finds every difference, reads only what differs, and sets right what the rules say', async () => {
    suite = await startLaneSuite({ goods: 20 });
    await suite.house.db.collection<{ _id: StoreId; rules: ConflictRules }>('conflict_rules').insertOne({ _id: suite.storeId, rules: { price: 'HUB_WINS', quantity: 'ASK' } });
    const [dear, few, gone] = suite.skus as [string, string, string];
    suite.paper.offers.set(dear, { price: lira(99_000), quantity: 10 });
    suite.paper.offers.set(few, { price: lira(10_000), quantity: 3 });
    suite.paper.offers.delete(gone);
    suite.paper.offers.set('STRANGER', { price: lira(1), quantity: 1 });
    expect(await verify()).toMatchObject({ pages: 1, known: 19, onSale: 20, hours: { 0: { price: { equal: 18, different: 1 }, quantity: { equal: 18, different: 1 } } }, repaired: 1, left: 1, bodies: 2, unknownHere: 1, unknownHereKeys: ['STRANGER'], unknownThere: 1, unknownThereKeys: [gone], unconfirmed: 0 });
    await suite.untilListing(dear, ({ price }) => price.published?.value.saleMinor === 10_000);
  });

  it('finds nothing where nothing differs, and then reads no document', async () => {
    suite = await startLaneSuite({ goods: 20 });
    expect(await verify()).toMatchObject({ hours: { 0: { price: { equal: 20, different: 0, unknown: 0 }, quantity: { equal: 20, different: 0, unknown: 0 } } }, bodies: 0, repaired: 0, left: 0, unknownHere: 0, unknownThere: 0 });
  });

  it('is not told by a page that shifted what it asks for by name', async () => {
    suite = await startLaneSuite({ goods: 3 });
    const { paper, skus } = suite;
    const remoteOf = (remoteKey: string) => ({ remoteKey, price: lira(10_000), quantity: 10, onSale: true, remoteIds: {} });
    Object.assign(paper.connector.offers, { list: async () => ({ next: null, items: skus.slice(1).map(remoteOf) }) });
    expect(await verify()).toMatchObject({ known: 2, onSale: 3, unknownThere: 0, unconfirmed: 0 });
  });

  it('tells of an offer in a shape that nobody can read, and compares the others of its page', async () => {
    suite = await startLaneSuite({ goods: 3 });
    const { paper, skus } = suite;
    const [odd, dear, same] = skus as [string, string, string];
    const remoteOf = (remoteKey: string, saleMinor: number) => ({ remoteKey, price: lira(saleMinor), quantity: 10, onSale: true, remoteIds: {} });
    const unreadable = { remoteKey: odd, price: null, quantity: null, onSale: null, remoteIds: {}, unreadable: "'price' cannot be read" };
    Object.assign(paper.connector.offers, { list: async () => ({ next: null, nameless: 1, items: [unreadable, remoteOf(dear, 99_000), remoteOf(same, 10_000)] }) });
    expect(await verify()).toMatchObject({ unreadable: 2, unreadableKeys: [odd], known: 3, unknownThere: 0, repaired: 1, hours: { 0: { price: { equal: 1, different: 1, unknown: 1 } } } });
  });

  it('gives up a list that goes in a circle, tells of it, and compares the whole store once it ends again', async () => {
    suite = await startLaneSuite({ goods: 3, sweepPagePauseMs: 1, sweepEveryMs: 2_400 });
    const { paper, skus, storeId } = suite;
    const items = skus.map((remoteKey) => ({ remoteKey, price: lira(10_000), quantity: 10, onSale: true, remoteIds: {} }));
    let begun = 0;
    const lane = async () => (await suite.house.db.collection<Lane>('lanes').findOne({ _id: storeId }))!;
    async function list(_context: unknown, cursor: string | null) {
      if (cursor === null) begun += 1;
      return { items, next: begun < 3 ? 'again' : null };
    }
    Object.assign(paper.connector.offers, { list });
    await suite.house.sync.runSync(suite.house.principal, { storeId, kind: 'VERIFY' });
    const told = await eventually(lane, ({ lastError }) => lastError !== null);
    expect(told).toMatchObject({ lastError: { errorClass: 'SERVER', message: expect.stringContaining('Comparing offers: The marketplace\'s list goes in a circle') }, pushNotBefore: null });
    const [certificate] = await eventually(certificates, (finished) => finished.length > 0);
    expect(certificate).toMatchObject({ pages: 1, known: 3, onSale: 3 });
  });

  it('asks for what no page showed some at a time, so that live work gets its turn between', async () => {
    suite = await startLaneSuite({ goods: 451, sweepPagePauseMs: 10 });
    const { paper, skus, house } = suite;
    const offers = { ...paper.connector.offers };
    const answeredBefore = new Set<number>();
    Object.assign(paper.connector.offers, {
      list: async () => ({ next: null, items: [{ remoteKey: skus[0]!, price: lira(10_000), quantity: 10, onSale: true, remoteIds: {} }] }),
      async read(context: never, keys: readonly string[]) {
        const underWay = await house.db.collection<Certificate>('certificates').findOne({ finishedAt: null });
        if (underWay?.answered !== undefined) answeredBefore.add(underWay.answered);
        return offers.read(context, keys);
      },
    });
    for (const gone of skus.slice(1, 4)) paper.offers.delete(gone);
    expect(await verify()).toMatchObject({ known: 1, onSale: 451, unknownThere: 3, unknownThereKeys: skus.slice(1, 4), unconfirmed: 0 });
    expect([...answeredBefore].sort((a, b) => a - b)).toEqual([0, 200, 400]);
  });

  it('leaves a certificate and a score that a caller with the scope can read', async () => {
    suite = await startLaneSuite({ goods: 10 });
    suite.paper.offers.set(suite.skus[0]!, { price: lira(99_000), quantity: 10 });
    await verify();
    const subgraph = createSubgraph(suite.house.sync.subgraph).local();
    const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Store { certificates(first: 1) { nodes { pages listings coverage fields { field equal different unknown } found repaired left documentsRead unknownHereKeys unreadable unreadableKeys ageSeconds } pageInfo { hasNextPage } } consistency { field score equal compared unknown oldestSeconds } } } }';
    const ask = (scopes: readonly Scope[] = SCOPES) => subgraph.execute({ query, variables: { r: [{ __typename: 'Store', id: suite.storeId }] }, principal: { ...suite.house.principal, scopes }, correlationId: 'c' });
    expect((await ask()).data?.['_entities']).toEqual([
      {
        certificates: { nodes: [{ pages: 1, listings: 10, coverage: 1, fields: [{ field: 'PRICE', equal: 9, different: 1, unknown: 0 }, { field: 'QUANTITY', equal: 10, different: 0, unknown: 0 }], found: 1, repaired: 1, left: 0, documentsRead: 1, unknownHereKeys: [], unreadable: 0, unreadableKeys: [], ageSeconds: expect.any(Number) }], pageInfo: { hasNextPage: false } },
        consistency: [{ field: 'PRICE', score: 0.9, equal: 9, compared: 10, unknown: 0, oldestSeconds: expect.any(Number) }, { field: 'QUANTITY', score: 1, equal: 10, compared: 10, unknown: 0, oldestSeconds: expect.any(Number) }, { field: 'ORDERS', score: 0, equal: 0, compared: 0, unknown: 0, oldestSeconds: null }],
      },
    ]);
    expect((await ask(['stores:read'])).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }, { extensions: { code: 'FORBIDDEN' } }]);
  });
});
