import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mergePackage } from '../../../orders/domain/merge-packages.js';
import type { OrderPackage, OrderStatus, RemotePackage } from '../../../orders/domain/order.js';
import { everyGoods, sampleOrder, samplePackage } from '../../../orders/testing/sample-orders.js';
import { stillToRead } from './still-to-read.js';

const NOON = Date.UTC(2026, 10, 22, 12);
const at = (seconds: number): Date => new Date(NOON + seconds * 1_000);
const listed = (...packages: readonly Partial<RemotePackage>[]) => ({ orders: [sampleOrder({ remoteOrderId: 'A', packages: packages.map(samplePackage) })], askedAt: at(10) });
const told = { orderIds: ['A'], receivedAt: at(5), changedRevision: NOON };

describe('an order that news named and a listing brought', () => {
  it('need not be read when what came is as new as the change told', () => {
    expect([NOON, NOON + 1].map((remoteRevision) => stillToRead(told, listed({ remoteRevision })))).toEqual([[], []]);
  });

  it('is read when the change told is newer than what came', () => {
    expect(stillToRead(told, listed({ remoteRevision: NOON - 1 }))).toEqual(['A']);
  });

  it('is read when one of its packages is older than the change told', () => {
    expect(stillToRead(told, listed({ remotePackageId: 'P1', remoteRevision: NOON + 1 }, { remotePackageId: 'P2', remoteRevision: NOON - 1 }))).toEqual(['A']);
  });

  it('is read when the listing was asked for before it was told, or in the same moment', () => {
    expect([at(10), at(11)].map((receivedAt) => stillToRead({ ...told, receivedAt }, listed({ remoteRevision: NOON })))).toEqual([['A'], ['A']]);
  });

  it('is read when the marketplace does not date the change', () => {
    expect(stillToRead({ orderIds: ['A'], receivedAt: at(5) }, listed({ remoteRevision: NOON }))).toEqual(['A']);
  });

  it('is read when nothing came of it but its number', () => {
    expect(stillToRead({ ...told, orderIds: ['A', 'B'] }, listed())).toEqual(['A', 'B']);
  });
});

const LIFE: readonly OrderStatus[] = ['CREATED', 'ACCEPTED', 'SHIPPED', 'DELIVERED'];
/** LIST: asked for so many seconds ago, and showing what was so many seconds before that. */
type Happening = { readonly kind: 'CHANGE' | 'TELL' | 'READ' } | { readonly kind: 'LIST'; readonly tookSeconds: number; readonly lagSeconds: number } | { readonly kind: 'SET_CLOCK'; readonly bySeconds: number };

/** The hub's own time goes on by a second with each. */
function storyOf(wrong: fc.Arbitrary<Happening>): fc.Arbitrary<readonly Happening[]> {
  const usual = fc.oneof(
    fc.constantFrom<Happening>({ kind: 'CHANGE' }, { kind: 'TELL' }, { kind: 'READ' }),
    fc.nat(5).map((tookSeconds): Happening => ({ kind: 'LIST', tookSeconds, lagSeconds: 0 })),
  );
  return fc.array(fc.oneof({ arbitrary: usual, weight: 4 }, { arbitrary: wrong, weight: 1 }), { minLength: 4, maxLength: 24 });
}

interface Waiting {
  readonly orderIds: readonly string[];
  readonly receivedAt: Date;
  readonly changedRevision: number;
}

/** What a hub knows of an order in the end that is told of every change of it, and reads all the same, or not, what a listing has spared it. */
function play(story: readonly Happening[], spared: 'READ' | 'NOT_READ'): readonly OrderPackage[] {
  const changes: { readonly since: Date; readonly one: RemotePackage }[] = [];
  const untold: number[] = [];
  let waiting: readonly Waiting[] = [];
  let known: readonly OrderPackage[] = [];
  let offMs = 0;
  const stateAt = (when: Date): readonly RemotePackage[] => changes.filter(({ since }) => since <= when).slice(-1).map(({ one }) => one);
  const record = (packages: readonly RemotePackage[]): void => packages.forEach((one) => (known = mergePackage(known, one, everyGoods).packages));
  const list = (askedAt: Date, lagSeconds: number): void => {
    const packages = stateAt(new Date(askedAt.getTime() - lagSeconds * 1_000));
    record(packages);
    const left = waiting.filter((entry) => stillToRead(entry, { orders: [sampleOrder({ remoteOrderId: 'A', packages })], askedAt }).length > 0);
    // As it would have been read when the listing was asked for, or as soon after that as it was told.
    if (spared === 'READ') for (const { receivedAt } of waiting.filter((entry) => !left.includes(entry))) record(stateAt(receivedAt > askedAt ? receivedAt : askedAt));
    waiting = left;
  };
  const happen = (happening: Happening, second: number): void => {
    const now = at(second);
    if (happening.kind === 'SET_CLOCK') offMs += happening.bySeconds * 1_000;
    if (happening.kind === 'CHANGE' && changes.length < LIFE.length) {
      const remoteRevision = now.getTime() + offMs;
      changes.push({ since: now, one: samplePackage({ remoteRevision, status: LIFE[changes.length]! }) });
      untold.push(remoteRevision);
    }
    if (happening.kind === 'TELL') waiting = [...waiting, ...untold.splice(0).map((changedRevision) => ({ orderIds: ['A'], receivedAt: now, changedRevision }))];
    if (happening.kind === 'LIST') list(at(second - happening.tookSeconds), happening.lagSeconds);
    if (happening.kind === 'READ' && waiting.length > 0) {
      record(stateAt(now));
      waiting = [];
    }
  };
  [...story, { kind: 'TELL' } as const, { kind: 'READ' } as const].forEach(happen);
  return known;
}

describe('a hub that spares itself readings', () => {
  it.each([
    ['lists lag behind', fc.integer({ min: 1, max: 30 }).map((lagSeconds): Happening => ({ kind: 'LIST', tookSeconds: 0, lagSeconds }))],
    ['the clock is set ten minutes back and forth', fc.constantFrom(-600, 600).map((bySeconds): Happening => ({ kind: 'SET_CLOCK', bySeconds }))],
  ])('ends up knowing what one that does not knows, although %s', (_what, wrong) => {
    fc.assert(
      fc.property(storyOf(wrong), (story) => {
        expect(play(story, 'NOT_READ')).toEqual(play(story, 'READ'));
      }),
      { numRuns: 2_000 },
    );
  });
});
