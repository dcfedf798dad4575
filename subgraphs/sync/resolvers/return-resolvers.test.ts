import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../../platform/ids.js';
import { SCOPES, type Principal } from '../../../platform/principal.js';
import { createSubgraph, type Subgraph } from '../../../platform/subgraph/subgraph.js';
import { UNTOLD, type ClaimPort, type RemoteClaim } from '../connector/contract.js';
import type { PollMark } from '../intake/domain/poll-mark.js';
import { startLaneSuite, type LaneSuite } from '../testing/lane-suite.js';

const SINCE = '2026-11-01T00:00:00.000Z';
const claim = (remoteClaimId: string, remoteOrderId: string, part: Partial<RemoteClaim> = {}): RemoteClaim => ({
  remoteClaimId, remoteOrderId, kind: 'RETURN', state: 'AWAITING_SELLER', status: 'WaitingInAction', ...UNTOLD, createdAt: new Date('2026-11-20T09:30:00Z'), changedAt: new Date('2026-11-21T09:30:00Z'),
  lines: [{ remoteLineId: 'L-1', remoteKey: 'SKU-0000', quantity: 2, reason: 'Beden uymadı', status: 'WaitingInAction' }], ...part,
});
const NOTE = 'Kolu kısa geldi, Ayşe';
const TOLD = { kind: 'EXCHANGE', remoteKind: 'Change', respondBy: new Date('2026-11-23T09:30:00Z'), refund: { amountMinor: 19_990, currency: 'TRY' }, note: NOTE } as const;
const CLAIMS = [claim('c1', 'KNOWN-1'), claim('c2', 'ELSEWHERE', TOLD), claim('c3', 'KNOWN-1', { kind: 'CANCEL', state: 'UNKNOWN', status: 'Odd', unreadable: "'claimDate' cannot be read" })];

let reads = 0;
const claims: ClaimPort<unknown> = {
  async list(_context, _since, cursor) {
    reads += 1;
    return cursor === null ? { items: CLAIMS.slice(0, 2), next: 'more' } : { items: CLAIMS.slice(2), next: null };
  },
};

let suite: LaneSuite;
let bare: LaneSuite;
let subgraph: Subgraph;
let orderId: string;
beforeAll(async () => {
  suite = await startLaneSuite({ goods: 1, worker: false, claims });
  bare = await startLaneSuite({ goods: 1, worker: false });
  subgraph = createSubgraph(suite.house.sync.subgraph);
  const { house, storeId } = suite;
  const at = new Date('2026-11-10T00:00:00Z');
  const packageOf = { remotePackageId: 'P-1', status: 'DELIVERED' as const, remoteStatus: 'Delivered', remoteRevision: 1, trackingNumber: null, carrier: null, shipByAt: null, lines: [], originPackageIds: [] };
  const buyer = { name: 'Test', email: null, phone: null, taxId: null, shippingAddress: null, invoiceAddress: null };
  const outcome = await house.orders.recordOrders({ store: { sellerId: house.sellerId, storeId, marketplace: 'EBAY' }, orders: [{ remoteOrderId: 'KNOWN-1', orderedAt: at, currency: 'TRY', buyer, packages: [packageOf], extra: {} }] });
  orderId = outcome.orderIds[0]!;
});
afterAll(async () => {
  await suite.stop();
  await bare.stop();
});

async function ask(fields: string, o: { of?: LaneSuite; principal?: Principal } = {}) {
  const { of = suite, principal = of.house.principal } = o;
  const local = (of === suite ? subgraph : createSubgraph(of.house.sync.subgraph)).local();
  const { data, errors } = await local.execute({ query: `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Store { ${fields} } } }`, variables: { r: [{ __typename: 'Store', id: of.storeId }] }, principal, correlationId: 'c' });
  return { returns: (data?.['_entities'] as { returns: { nodes: unknown[]; pageInfo: { hasNextPage: boolean; endCursor: string } } }[] | undefined)?.[0]?.returns, errors };
}

describe('the returns of a store', () => {
  it("say the hub's state beside the marketplace's word, and which order they are about", async () => {
    const { returns, errors } = await ask(`returns(since: "${SINCE}") { nodes { id kind state remoteStatus remoteOrderId order { id } createdAt changedAt unreadable lines { remoteLineId remoteKey quantity reason remoteStatus } } pageInfo { hasNextPage } }`);
    expect(errors).toBeUndefined();
    expect(returns).toMatchObject({
      pageInfo: { hasNextPage: false },
      nodes: [
        { id: 'c1', kind: 'RETURN', state: 'AWAITING_SELLER', remoteStatus: 'WaitingInAction', remoteOrderId: 'KNOWN-1', order: { id: orderId }, createdAt: '2026-11-20T09:30:00.000Z', changedAt: '2026-11-21T09:30:00.000Z', lines: [{ remoteLineId: 'L-1', remoteKey: 'SKU-0000', quantity: 2, reason: 'Beden uymadı', remoteStatus: 'WaitingInAction' }] },
        { id: 'c2', kind: 'EXCHANGE', order: null, unreadable: null },
        { id: 'c3', kind: 'CANCEL', state: 'UNKNOWN', remoteStatus: 'Odd', order: { id: orderId }, unreadable: "'claimDate' cannot be read" },
      ],
    });
  });

  it('come in pages of any size, each of the marketplace read once a minute', async () => {
    reads = 0;
    const since = '2026-11-02T00:00:00.000Z';
    const seen: unknown[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { returns } = await ask(`returns(since: "${since}", first: 1${after === null ? '' : `, after: "${after}"`}) { nodes { id createdAt } pageInfo { hasNextPage endCursor } }`);
      seen.push(...returns!.nodes);
      ({ hasNextPage: more, endCursor: after } = returns!.pageInfo);
    }
    expect(seen).toEqual(['c1', 'c2', 'c3'].map((id) => ({ id, createdAt: '2026-11-20T09:30:00.000Z' })));
    expect(reads).toBe(2);
  });

  it('say what is told of them beyond that, and until when to answer, read anew or not', async () => {
    const fields = 'returns(since: "2026-11-03T00:00:00.000Z") { nodes { id kind remoteKind respondBy refund { amount currency } note } }';
    const told = { ...TOLD, respondBy: '2026-11-23T09:30:00.000Z', refund: { amount: '199.90', currency: 'TRY' } };
    for (const _time of ['read', 'kept']) {
      const { returns, errors } = await ask(fields);
      expect(errors).toBeUndefined();
      expect(returns?.nodes).toMatchObject([{ id: 'c1', remoteKind: null, respondBy: null, refund: null, note: null }, { id: 'c2', ...told }, { id: 'c3' }]);
    }
  });

  it("keep what buyers wrote to keys with orders:personal, and nowhere in clear text", async () => {
    const principal = { ...suite.house.principal, scopes: SCOPES.filter((scope) => scope !== 'orders:personal') };
    const { returns, errors } = await ask(`returns(since: "${SINCE}") { nodes { id note } }`, { principal });
    expect(returns?.nodes).toMatchObject([{ note: null }, { note: null }, { note: null }]);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', scope: 'orders:personal' });
    const kept = await suite.house.redis.keys(`cache:claims:${suite.storeId}:*`);
    expect(kept.length).toBeGreaterThan(0);
    for (const key of kept) expect(await suite.house.redis.get(key)).not.toContain(NOTE.slice(0, 9));
  });

  it('that wait for the seller are told as they were seen last, and to the seller alone', async () => {
    const fields = 'returnsWaiting { count nextRespondBy seenAt }';
    const read = async (principal: Principal = suite.house.principal) => {
      const local = subgraph.local();
      const { data, errors } = await local.execute({ query: `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Store { ${fields} } } }`, variables: { r: [{ __typename: 'Store', id: suite.storeId }] }, principal, correlationId: 'c' });
      expect(errors).toBeUndefined();
      return (data?.['_entities'] as ({ returnsWaiting: unknown } | null)[])[0]?.returnsWaiting;
    };
    expect(await read()).toBeNull();
    const returnsWaiting = { count: 3, nextRespondBy: new Date('2026-11-23T09:30:00Z'), seenAt: new Date('2026-11-22T10:15:00Z') };
    await suite.house.db.collection<PollMark>('pollMarks').updateOne({ _id: suite.storeId }, { $set: { returnsWaiting } }, { upsert: true });
    expect(await read()).toEqual({ count: 3, nextRespondBy: '2026-11-23T09:30:00.000Z', seenAt: '2026-11-22T10:15:00.000Z' });
    expect(await read({ ...suite.house.principal, sellerId: newId('seller') })).toBeUndefined();
  });

  it('are UNSUPPORTED by a marketplace that tells of none', async () => {
    const { errors } = await ask(`returns(since: "${SINCE}") { nodes { id } }`, { of: bare });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'UNSUPPORTED', marketplace: 'EBAY', capability: 'claims' });
  });

  it('are for keys with orders:read', async () => {
    const { errors } = await ask(`returns(since: "${SINCE}") { nodes { id } }`, { principal: { ...suite.house.principal, scopes: SCOPES.filter((scope) => scope !== 'orders:read') } });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', scope: 'orders:read' });
  });
});
