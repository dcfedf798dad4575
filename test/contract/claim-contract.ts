import { describe, expect, it } from '@jest/globals';
import type { ConnectorContext, Page, RemoteClaim } from '../../subgraphs/sync/connector/contract.js';
import { requireCapability } from '../../subgraphs/sync/connector/require-capability.js';
import { pagesOf } from './all-pages.js';
import type { ClaimsUnderTest, OpenedClaim } from './capabilities-under-test.js';
import { hooksFor } from './capability-contract.js';
import { garbling, inPagesOf, reworded } from './changed-answers.js';
import type { Bench } from './connector-contract.js';

const HOUR_MS = 3_600_000;
/** Some marketplaces date claims by the day, in their own time. */
const DAY_AND_NIGHT_MS = 48 * HOUR_MS;
const SMALL_PAGE = 2;

export function describeClaims<C>(get: () => Bench<C>): void {
  describe('reading claims', () => {
    it("tells one that a buyer has opened, once, with its order, its goods and the marketplace's own word", async () => {
      const bench = get();
      const hooks = hooksFor(bench, 'claims');
      const [remoteKey, opened] = await openOne(bench, 60);
      const told = named(await listed(bench), opened);
      expect(told).toHaveLength(1);
      expect(told).toMatchObject([{ remoteOrderId: opened.remoteOrderId, kind: hooks.kind ?? 'RETURN', ...hooks.opened, lines: [{ quantity: 1, reason: hooks.tellsReason === false ? '' : expect.stringMatching(/\S/), status: hooks.opened.status, ...(hooks.namesGoods === false ? {} : { remoteKey }) }] }]);
      for (const claim of told) expectSoundParticulars(bench, claim);
    });

    it('follows it when the marketplace moves it on', async () => {
      const bench = get();
      const hooks = hooksFor(bench, 'claims');
      const [, opened] = await openOne(bench, 61);
      await hooks.move(opened);
      const told = named(await listed(bench), opened);
      expect(told).toMatchObject([hooks.moved]);
      for (const claim of told) expectSoundParticulars(bench, claim);
    });

    it('finds it among those that wait for the seller, where the marketplace can be asked for them', async () => {
      const bench = get();
      const { opened: standing, moved, move } = hooksFor(bench, 'claims');
      const [, opened] = await openOne(bench, 65);
      if (standing.state !== 'AWAITING_SELLER' && moved.state === 'AWAITING_SELLER') await move(opened);
      const waits = [standing.state, moved.state].includes('AWAITING_SELLER');
      const claims = requireCapability(bench.connector, 'claims');
      if (!claims.listWaiting) return;
      const context = bench.contextWith({});
      const found = (await pagesRead(async (cursor) => (await claims.listWaiting?.(context, cursor)) ?? { items: [], next: null })).flat();
      if (waits) expect(named(found, opened)).toMatchObject([{ state: 'AWAITING_SELLER' }]);
      expect(found.map(({ remoteClaimId }) => remoteClaimId)).toEqual([...new Set(found.map(({ remoteClaimId }) => remoteClaimId))]);
    });

    it('goes through all pages, and tells each once', async () => {
      const bench = get();
      const hooks = hooksFor(bench, 'claims');
      const { paging } = hooks;
      const count = typeof paging === 'number' ? paging + 1 : 2 * SMALL_PAGE + 1;
      const opened = await hooks.open({ remoteKey: bench.sandbox.keys[62] ?? '', count, context: bench.context });
      const pages = await pagesFrom(bench, paging === 'AS_ASKED' ? inPagesOf(bench.contextWith({}), SMALL_PAGE) : bench.contextWith({}));
      const ids = pages.flat().map(({ remoteClaimId }) => remoteClaimId);
      expect(opened).toHaveLength(count);
      expect(ids).toEqual([...new Set(ids)]);
      expect(ids).toEqual(expect.arrayContaining(opened.map(({ remoteClaimId }) => remoteClaimId)));
      expect(Math.max(...pages.map(({ length }) => length))).toBeLessThanOrEqual(mostOnAPage(paging));
    });

    it('shows a word that nobody knows as UNKNOWN, or as the group it is filed under, and keeps the word', async () => {
      const bench = get();
      const { opened: standing, byGroup = 'UNKNOWN' } = hooksFor(bench, 'claims');
      const [, opened] = await openOne(bench, 63);
      const told = named(await listed(bench, reworded(bench.contextWith({}), standing.status, 'Teleported')), opened);
      expect(told).toMatchObject([{ remoteOrderId: opened.remoteOrderId, state: byGroup, status: 'Teleported' }]);
      expect(told[0]).not.toHaveProperty('unreadable');
    });

    it('tells one in a shape that nobody can read by its name, and reads the others of its page', async () => {
      const bench = get();
      const [, odd] = await openOne(bench, 64);
      await openOne(bench, 66);
      const { nameThere = ({ remoteClaimId }: OpenedClaim) => remoteClaimId } = hooksFor(bench, 'claims');
      const before = await listed(bench);
      const after = await listed(bench, garbling(bench.contextWith({}), nameThere(odd)));
      expect(named(after, odd)).toMatchObject([{ state: 'UNKNOWN', lines: [], unreadable: expect.stringMatching(/\S/) }]);
      expect(without(after, odd)).toEqual(without(before, odd));
      expect(without(after, odd).length).toBeGreaterThan(0);
    });

    it('refuses wrong credentials as AUTHENTICATION', async () => {
      const bench = get();
      await expect(listed(bench, bench.contextWith({ credentials: bench.sandbox.wrongCredentials }))).rejects.toMatchObject({ name: 'ConnectorError', errorClass: 'AUTHENTICATION' });
    });
  });
}

async function openOne<C>(bench: Bench<C>, key: number): Promise<[string, OpenedClaim]> {
  const remoteKey = bench.sandbox.keys[key] ?? '';
  const [opened] = await hooksFor(bench, 'claims').open({ remoteKey, count: 1, context: bench.context });
  if (!opened) throw new Error('no claim was opened');
  return [remoteKey, opened];
}

/** As who has not asked for some time: what was told within minutes may be told again as it was. */
async function listed<C>(bench: Bench<C>, context: ConnectorContext<C> = bench.contextWith({})): Promise<readonly RemoteClaim[]> {
  return (await pagesFrom(bench, context)).flat();
}

function pagesFrom<C>({ connector }: Bench<C>, context: ConnectorContext<C>): Promise<(readonly RemoteClaim[])[]> {
  const since = new Date(Date.now() - HOUR_MS);
  return pagesRead((cursor) => requireCapability(connector, 'claims').list(context, since, cursor));
}

async function pagesRead(read: (cursor: string | null) => Promise<Page<RemoteClaim>>): Promise<(readonly RemoteClaim[])[]> {
  const pages: (readonly RemoteClaim[])[] = [];
  for await (const { items } of pagesOf(read)) pages.push(items);
  return pages;
}

/** What only some marketplaces tell makes sense where it is told. */
function expectSoundParticulars<C>({ sandbox }: Bench<C>, { state, createdAt, changedAt, respondBy, refund }: RemoteClaim): void {
  expect(Math.abs(Date.now() - createdAt.getTime())).toBeLessThan(DAY_AND_NIGHT_MS);
  expect(changedAt.getTime()).toBeGreaterThanOrEqual(createdAt.getTime());
  if (respondBy !== null) expect([state, respondBy.getTime() > createdAt.getTime()]).toEqual(['AWAITING_SELLER', true]);
  if (refund !== null) expect([refund.currency, refund.amountMinor > 0]).toEqual([sandbox.currency, true]);
}

function mostOnAPage(paging: ClaimsUnderTest<unknown>['paging']): number {
  if (paging === 'NONE') return Infinity;
  return paging === 'AS_ASKED' ? SMALL_PAGE : paging;
}

function named(claims: readonly RemoteClaim[], { remoteClaimId }: OpenedClaim): readonly RemoteClaim[] {
  return claims.filter((claim) => claim.remoteClaimId === remoteClaimId);
}

/** By their names, since marketplaces promise no order; some say how long there is left to answer, which is another moment at each reading. */
function without(claims: readonly RemoteClaim[], { remoteClaimId }: OpenedClaim): readonly Omit<RemoteClaim, 'respondBy'>[] {
  const others = claims.filter((claim) => claim.remoteClaimId !== remoteClaimId).toSorted((a, b) => (a.remoteClaimId < b.remoteClaimId ? -1 : 1));
  return others.map(({ respondBy: _asItWasRead, ...rest }) => rest);
}
