import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { TransportError } from '../../platform/http/contract.js';
import { ConnectorError, type ConnectorContext, type ContentPort, type ItemResult, type ListingDraft, type PushOutcome, type RemoteOffer } from '../../subgraphs/sync/connector/contract.js';
import { requireCapability } from '../../subgraphs/sync/connector/require-capability.js';
import { allOffers } from './all-pages.js';
import { hooksFor } from './capability-contract.js';
import { sendingBy } from './changed-answers.js';
import type { Bench } from './connector-contract.js';
import { pushAndSettle } from './offer-contract.js';
import { sampleDraft } from './sample-draft.js';

const SETTLES_WITHIN_MS = 40_000;
const LOOK_EVERY_MS = 100;
const MOST_WRITES = 10;
const HOUR_MS = 3_600_000;
/** Enough to see a batch worked off. */
const LOOKS = 5;

export function describeContent<C>(get: () => Bench<C>): void {
  describe('publishing', () => {
    it('puts a product with variants on sale, each once, and keeps them there when its texts change', async () => {
      const bench = get();
      const drafts = variants(bench, 'NEW-A');
      const ids = idsOf(await publish(bench, drafts));
      await stock(bench, drafts);
      for (const { remoteKey, price } of drafts) {
        expect(await isBought(bench, remoteKey)).toBe(true);
        expect(await readOne(bench, remoteKey)).toMatchObject({ remoteKey, price: { saleMinor: price.saleMinor, currency: price.currency } });
      }
      expect(await keysOf(bench, 'NEW-A')).toEqual(drafts.map(({ remoteKey }) => remoteKey));
      const changed = drafts.map((draft) => ({ ...draft, title: `${draft.title} 2`, remoteIds: ids[draft.remoteKey] ?? {}, isUpdate: true }));
      idsOf(await publish(bench, changed));
      for (const { remoteKey } of drafts) expect(await isBought(bench, remoteKey)).toBe(true);
      expect(await keysOf(bench, 'NEW-A')).toEqual(drafts.map(({ remoteKey }) => remoteKey));
    });

    it('tells of each that is refused with its cause, and puts the others of the call on sale', async () => {
      const bench = get();
      const good = newDraft(bench, 'NEW-B-GOOD');
      const wrong = newDraft(bench, 'NEW-B-WRONG', hooksFor(bench, 'content').refused());
      const lacking = newDraft(bench, 'NEW-B-LACKS', { mapping: { ...good.mapping, attributes: [] } });
      const results = new Map((await publish(bench, [good, wrong, lacking])).map((result) => [result.remoteKey, result]));
      const refusal = { ok: false, issue: { code: expect.stringMatching(/^[A-Z]/), message: expect.stringMatching(/\S/), retryable: false } };
      expect(results.get('NEW-B-GOOD')).toMatchObject({ ok: true });
      expect(results.get('NEW-B-WRONG')).toMatchObject(refusal);
      expect(results.get('NEW-B-LACKS')).toMatchObject({ ...refusal, issue: { ...refusal.issue, code: 'ATTRIBUTE_MISSING' } });
      await stock(bench, [good]);
      expect([await isBought(bench, 'NEW-B-GOOD'), await isBought(bench, 'NEW-B-WRONG'), await isBought(bench, 'NEW-B-LACKS')]).toEqual([true, false, false]);
    });

    it('foresees what it refuses for want of an attribute, and nothing of what is complete', async () => {
      const bench = get();
      const good = newDraft(bench, 'NEW-C-GOOD');
      const lacking = newDraft(bench, 'NEW-C-LACKS', { mapping: { ...good.mapping, attributes: [] } });
      const content = port(bench);
      expect([good, lacking].map((draft) => content.check(draft, new Date()))).toEqual([null, null]);
      expect(await content.foresee?.(bench.context, [good, lacking])).toMatchObject([{ remoteKey: 'NEW-C-LACKS', issue: { code: 'ATTRIBUTE_MISSING', message: expect.stringMatching(/\S/) } }]);
    });

    it('tells goods that wait for approval from goods that are listed', async () => {
      const bench = get();
      await bench.control.settings({ approvalDelayMs: HOUR_MS });
      try {
        const outcome = await port(bench).publish(bench.context, [newDraft(bench, 'NEW-G')]);
        if (outcome.kind !== 'ACCEPTED') {
          expect(outcome.kind).toBe('SETTLED');
          return;
        }
        for (let look = 0; look < LOOKS; look += 1) {
          expect(await port(bench).poll(bench.context, outcome.receipt)).toMatchObject({ kind: 'PENDING', settled: [] });
          expect([undefined, false]).toContain(await isListed(bench, 'NEW-G'));
          await pause(LOOK_EVERY_MS);
        }
      } finally {
        await bench.control.settings({ approvalDelayMs: 100 });
      }
    });

    it('has the goods on sale once when they were handed in twice', async () => {
      const bench = get();
      const drafts = [newDraft(bench, 'NEW-F')];
      const [first, second] = [await port(bench).publish(bench.context, drafts), await port(bench).publish(bench.context, drafts)];
      idsOf(await settled(bench, first));
      idsOf(await settled(bench, second));
      await stock(bench, drafts);
      expect([await isBought(bench, 'NEW-F'), await keysOf(bench, 'NEW-F')]).toEqual([true, ['NEW-F']]);
    });

    it('leaves no doubt when an answer is lost: looked for and published again where it is not there, the goods are on sale once', async () => {
      const bench = get();
      const lostIn = [];
      for (let write = 0; write < MOST_WRITES; write += 1) {
        const draft = newDraft(bench, `NEW-D-${write}`);
        const isLost = await publishLosing(bench, draft, write);
        if (!isLost) break;
        lostIn.push(write);
        // Others settle after it: by then the lost one has been worked off, as far as it will be.
        idsOf(await publish(bench, [newDraft(bench, `LATER-${write}`)]));
        if (!(await isListed(bench, draft.remoteKey))) idsOf(await publish(bench, [draft]));
        await stock(bench, [draft]);
        expect([write, await isBought(bench, draft.remoteKey), await keysOf(bench, draft.remoteKey)]).toEqual([write, true, [draft.remoteKey]]);
      }
      expect(lostIn.length).toBeGreaterThan(0);
    });
  });

  describe('withdrawing', () => {
    it('takes a variant off sale and leaves the other, however often it is asked, and returns it to sale', async () => {
      const bench = get();
      const drafts = variants(bench, 'NEW-E');
      const [leaving, staying] = drafts;
      const ids = idsOf(await publish(bench, drafts));
      await stock(bench, drafts);
      const gone = idsOf(await withdraw(bench, leaving.remoteKey));
      idsOf(await withdraw(bench, leaving.remoteKey));
      expect([await isBought(bench, leaving.remoteKey), await isBought(bench, staying.remoteKey)]).toEqual([false, true]);
      expect((await readOne(bench, leaving.remoteKey))?.onSale ?? false).toBe(false);
      idsOf(await publish(bench, [{ ...leaving, remoteIds: { ...ids[leaving.remoteKey], ...gone[leaving.remoteKey] } }]));
      await stock(bench, [leaving]);
      expect(await isBought(bench, leaving.remoteKey)).toBe(true);
      expect(await keysOf(bench, 'NEW-E')).toEqual(drafts.map(({ remoteKey }) => remoteKey));
    });

    it('is done where there is nothing to withdraw', async () => {
      expect(await withdraw(get(), 'NO-SUCH-KEY')).toMatchObject([{ remoteKey: 'NO-SUCH-KEY', ok: true }]);
    });
  });
}

/** Goods of a test's own, on sale; answers their key. */
export async function putOnSale<C>(bench: Bench<C>, remoteKey: string): Promise<string> {
  const draft = newDraft(bench, remoteKey);
  idsOf(await publish(bench, [draft]));
  await stock(bench, [draft]);
  return remoteKey;
}

function port<C>({ connector }: Bench<C>): ContentPort<C> {
  return requireCapability(connector, 'content');
}

function variants<C>(bench: Bench<C>, groupKey: string): [ListingDraft, ListingDraft] {
  const { draft } = hooksFor(bench, 'content');
  return [newDraft(bench, `${groupKey}-0`, { ...draft(0), groupKey }), newDraft(bench, `${groupKey}-1`, { ...draft(1), groupKey })];
}

/** A product of its own unless it is said to be of another's group. */
function newDraft<C>(bench: Bench<C>, remoteKey: string, change: Partial<ListingDraft> = {}): ListingDraft {
  return { ...sampleDraft(remoteKey, bench.sandbox.currency), groupKey: `GROUP-${remoteKey}`, ...hooksFor(bench, 'content').draft(0), ...change };
}

async function publish<C>(bench: Bench<C>, drafts: readonly ListingDraft[]): Promise<readonly ItemResult[]> {
  return settled(bench, await port(bench).publish(bench.context, drafts));
}

async function withdraw<C>(bench: Bench<C>, remoteKey: string): Promise<readonly ItemResult[]> {
  return settled(bench, await port(bench).withdraw(bench.context, [remoteKey]));
}

async function settled<C>(bench: Bench<C>, outcome: PushOutcome): Promise<readonly ItemResult[]> {
  if (outcome.kind === 'SETTLED') return outcome.results;
  if (outcome.kind !== 'ACCEPTED') throw new Error(`the marketplace's answer was ${outcome.kind}: ${JSON.stringify(outcome)}`);
  return until('the receipt settles', async () => {
    const { kind, ...rest } = await port(bench).poll(bench.context, outcome.receipt);
    if (kind === 'EXPIRED') throw new Error('the receipt expired before it settled');
    return kind === 'SETTLED' && 'results' in rest ? rest.results : null;
  });
}

/** The marketplace's ids by remote key; throws when one was refused. */
function idsOf(results: readonly ItemResult[]): Readonly<Record<string, Readonly<Record<string, string>>>> {
  return Object.fromEntries(
    results.map((result) => {
      if (!result.ok) throw new Error(`${result.remoteKey} was refused: ${result.issue.code} ${result.issue.message}`);
      return [result.remoteKey, result.remoteIds ?? {}];
    }),
  );
}

/** True when the answer to this one of its writing calls was lost; false when it makes fewer. */
async function publishLosing<C>(bench: Bench<C>, draft: ListingDraft, write: number): Promise<boolean> {
  const { context, isLost } = losing(bench.context, write);
  const outcome = await port(bench).publish(context, [draft]).catch((error: unknown) => error);
  if (outcome instanceof ConnectorError) expect([write, outcome.errorClass, outcome.outcome]).toEqual([write, 'NETWORK', 'UNKNOWN']);
  else idsOf(await settled(bench, outcome as PushOutcome));
  return isLost();
}

/** The marketplace does what it is told; nobody hears that it did. */
function losing<C>(context: ConnectorContext<C>, write: number): { readonly context: ConnectorContext<C>; readonly isLost: () => boolean } {
  let writes = 0;
  let isLost = false;
  const lossy = sendingBy(context, async (request) => {
    const response = await context.http.send(request);
    if (request.safe || writes++ !== write) return response;
    isLost = true;
    throw new TransportError({ kind: 'NETWORK', reached: 'MAYBE', message: 'the connection was cut' });
  });
  return { context: lossy, isLost: () => isLost };
}

/** Some marketplaces take a stock only once the goods are there. */
async function stock<C>(bench: Bench<C>, drafts: readonly ListingDraft[]): Promise<void> {
  const known = { price: null, quantity: null };
  await until('the stock is taken', async () => {
    const results = await pushAndSettle(bench, drafts.map(({ remoteKey }) => ({ remoteKey, quantity: nextQuantity(), known })));
    return results.every(({ ok }) => ok) ? true : null;
  });
}

let quantity = 20;

/** Never the same twice: some marketplaces refuse a repeated body. */
function nextQuantity(): number {
  return (quantity += 1);
}

async function isBought<C>({ sandbox }: Bench<C>, remoteKey: string): Promise<boolean> {
  return sandbox.placeOrder([{ remoteKey, quantity: 1 }]).then(() => true, () => false);
}

async function readOne<C>({ connector, context }: Bench<C>, remoteKey: string): Promise<RemoteOffer | undefined> {
  return (await connector.offers.read(context, [remoteKey]))[0];
}

/** Undefined where the marketplace does not show the goods at all. */
async function isListed<C>(bench: Bench<C>, remoteKey: string): Promise<boolean | undefined> {
  const found = await readOne(bench, remoteKey);
  return found && (found.isListed ?? true);
}

async function keysOf<C>(bench: Bench<C>, start: string): Promise<string[]> {
  return (await allOffers(bench, bench.context)).map(({ remoteKey }) => remoteKey).filter((key) => key.startsWith(start)).toSorted();
}

async function until<T>(what: string, look: () => Promise<T | null>): Promise<T> {
  const giveUpAt = Date.now() + SETTLES_WITHIN_MS;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (Date.now() > giveUpAt) throw new Error(`within ${SETTLES_WITHIN_MS} ms it did not come about that ${what}`);
    await pause(LOOK_EVERY_MS);
  }
}
