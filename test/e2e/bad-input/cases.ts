import { expect } from '@jest/globals';
import type { FaultInput } from '../../../platform/sandbox/faults.js';
import type { Exchange, Trial } from './trial.js';

export interface Case {
  readonly what: string;
  readonly run: (trial: Trial) => Promise<void>;
  /** Whether it can happen there; true when absent. */
  readonly isOf?: (trial: Pick<Trial, 'hooks'>) => boolean;
}

/** Of a SKU that the hub keeps a listing for and the marketplace does not know. */
export const goneOf = (key: string): string => key.replace(/-\d+$/, '-GONE');

/** In the order they are tried on a marketplace; what moves its clock or its keys comes last. */
export const CASES: readonly Case[] = [
  pushMeets('HTML instead of JSON', { kind: 'html', times: 1 }, /^SERVER$/, ({ status }) => status === 502),
  pushMeets('a 500', { kind: 'status', status: 500, times: 1 }, /^SERVER$/, ({ status }) => status === 500),
  pushMeets('no answer to what was done', { kind: 'drop-after', times: 1 }, /^(NETWORK|TIMEOUT)$/, ({ failure }) => failure !== null),
  pushMeets('half a JSON', { kind: 'truncate', times: 1 }, /^(NETWORK|SERVER)$/, ({ failure }) => failure !== null),
  pushMeets('a storm of 429', { kind: 'retry-after', retryAfterSeconds: 1, times: 2 }, /^RATE_LIMITED$/, ({ status }) => status === 429),
  { ...pushMeets('credentials refused once', { kind: 'status', status: 401, times: 1 }, /^AUTHENTICATION$/, ({ status }) => status === 401), isOf: ({ hooks }) => hooks.expire?.replacedByHub !== true },
  receiptMeets('half a JSON for what became of a push', { kind: 'truncate', times: 2 }, ({ failure }) => failure !== null),
  receiptMeets('HTML for what became of a push', { kind: 'html', times: 2 }, ({ status }) => status === 502),
  receiptMeets('a push that is not known any more', { kind: 'status', status: 404, times: 1 }, ({ status }) => status === 404),
  { what: 'a 200 that carries an error', run: meetsRefusalInside200 },
  { what: 'success for a part of a batch', run: meetsPartialSuccess },
  { what: 'an unknown word for a status', run: meetsUnknownWord },
  { what: 'a field of another type', run: meetsAnotherType },
  { what: 'each row twice', run: (trial) => ordersAllTheSame(trial, 'rows-twice') },
  { what: 'numbers as text', run: (trial) => ordersAllTheSame(trial, 'numbers-as-text') },
  { what: 'a list that goes in a circle', run: meetsCircle },
  { what: 'credentials that were never good', run: meetsWrongCredentials },
  { what: 'an end of what is good for a time only', run: meetsExpiry, isOf: ({ hooks }) => hooks.expire !== undefined },
  { what: 'a key that was taken away', run: meetsRevocation },
];

function pushMeets(what: string, fault: FaultInput, errorClass: RegExp, isBad: (exchange: Exchange) => boolean): Case {
  return {
    what,
    async run(trial) {
      await trial.fault({ ...fault, match: trial.hooks.push });
      await trial.setPrice(110);
      expect((await trial.until(trial.trouble, (trouble) => trouble !== null))?.errorClass).toMatch(errorClass);
      await trial.isArchived(isBad);
      await trial.until(trial.shown, (now) => now === 110);
      await trial.goesOn(120);
    },
  };
}

function receiptMeets(what: string, fault: FaultInput, isBad: (exchange: Exchange) => boolean): Case {
  return {
    what,
    isOf: ({ hooks }) => hooks.receipt !== undefined,
    async run(trial) {
      await trial.fault({ ...fault, match: trial.hooks.receipt });
      await trial.setPrice(110);
      await trial.isArchived(isBad);
      await trial.until(trial.shown, (now) => now === 110);
      await trial.goesOn(120);
    },
  };
}

/** A refusal that says what is wrong is final; one that says nothing leaves open what was done, and is looked up. */
async function meetsRefusalInside200(trial: Trial): Promise<void> {
  const { refusal, refusedAs, push } = trial.hooks;
  const fault: FaultInput = { kind: 'status', status: 200, body: refusal, match: push };
  const tells = JSON.stringify(refusal).slice(1, -1);
  if (refusedAs === 'SERVER') {
    await pushMeets('', { ...fault, times: 1 }, /^SERVER$/, ({ status }) => status === 200).run(trial);
    await trial.isArchivedWith(tells);
    return;
  }
  await trial.fault(fault);
  await trial.setPrice(110);
  expect((await trial.until(trial.price, ({ state }) => state === 'REJECTED')).errorClass).toBe('VALIDATION');
  await trial.isArchivedWith(tells);
  expect(await trial.shown()).toBe(100);
  await trial.clearFaults();
  trial.refused();
  await trial.goesOn(120);
}

async function meetsPartialSuccess(trial: Trial): Promise<void> {
  const gone = goneOf(trial.key);
  await trial.setPrice(110, [gone]);
  await trial.until(trial.shown, (now) => now === 110);
  const { errorClass, issue } = await trial.until(() => trial.priceOf(gone), ({ state, issue: said }) => state === 'REJECTED' && said !== null);
  expect([errorClass, issue?.message]).toEqual(['VALIDATION', expect.stringMatching(/\S/)]);
  await trial.isArchivedWith(gone);
  await trial.goesOn(120);
}

async function meetsUnknownWord(trial: Trial): Promise<void> {
  await trial.fault({ kind: 'replace', from: trial.hooks.newOrder, to: '"Beklenmedik"', match: { path: trial.hooks.ordersPath } });
  const [order] = await recordedOrder(trial);
  expect(order).toMatchObject({ status: 'UNKNOWN', remoteStatus: expect.stringContaining('Beklenmedik') });
  await trial.isArchivedWith('Beklenmedik');
  await trial.clearFaults();
  await trial.goesOn(120);
}

async function meetsAnotherType(trial: Trial): Promise<void> {
  const match = { path: trial.hooks.ordersPath };
  // Nobody is to read the order before it is odd: a poll may come at any moment.
  const silence = await trial.fault({ kind: 'drop-before', match });
  const number = await trial.hooks.order(trial.shop, trial.key);
  await trial.fault({ kind: 'odd-shape', of: number, match });
  await trial.endFault(silence);
  await trial.run('ORDERS');
  const [{ reason } = { reason: '' }] = await trial.until(trial.quarantined, (rows) => rows.length > 0);
  expect(reason).toMatch(/\S/);
  expect(await trial.orders(number)).toEqual([]);
  await trial.isArchivedWith('another shape');
  await trial.clearFaults();
  // What was sold there is not known here, so what is on sale may be told again.
  await trial.goesOn(120, { mayTellStock: true });
}

async function ordersAllTheSame(trial: Trial, kind: 'rows-twice' | 'numbers-as-text'): Promise<void> {
  await trial.fault({ kind, match: { path: trial.hooks.ordersPath } });
  const orders = await recordedOrder(trial);
  expect(orders).toMatchObject([{ status: 'CREATED', stockClaims: [{ sku: trial.key, quantity: 2 }] }]);
  expect(orders.flatMap(({ packages }) => packages.flatMap(({ lines }) => lines.map(({ quantity }) => quantity)))).toEqual([2]);
  await trial.isArchivedWith(orders[0]!.remoteOrderId);
  await trial.clearFaults();
  await trial.goesOn(120);
}

async function recordedOrder(trial: Trial) {
  const number = await trial.hooks.order(trial.shop, trial.key);
  await trial.run('ORDERS');
  return trial.until(() => trial.orders(number), (orders) => orders.length > 0 && orders.every(({ stockClaims }) => stockClaims.length > 0));
}

async function meetsCircle(trial: Trial): Promise<void> {
  await trial.fault({ kind: 'endless', match: { path: trial.hooks.offersPath } });
  await trial.run('VERIFY');
  const ends = async () => ({ trouble: await trial.trouble(), sweeps: await trial.sweeps() });
  const { trouble } = await trial.until(ends, (now) => now.trouble !== null || now.sweeps.length > 0);
  if (trouble !== null) expect(trouble).toMatchObject({ errorClass: 'SERVER', message: expect.stringContaining('goes in a circle') });
  await trial.clearFaults();
  await trial.goesOn(120);
}

async function meetsWrongCredentials(trial: Trial): Promise<void> {
  const { store, userErrors } = await trial.connect(trial.hooks.wrong);
  expect([store, userErrors]).toEqual([null, [{ code: 'CREDENTIALS_REFUSED' }]]);
  await trial.isArchived(({ status }) => status !== null && status >= 400);
  await trial.goesOn(120);
}

async function meetsExpiry(trial: Trial): Promise<void> {
  const { how, replacedByHub } = trial.hooks.expire!;
  // Whatever is under way when it ends, and is refused for it, has then begun within this trial.
  await trial.goesOn(105);
  await how(trial.shop);
  await trial.setPrice(110);
  if (!replacedByHub) await getsAnotherKey(trial, 105);
  await trial.until(trial.shown, (now) => now === 110);
  await trial.isArchived(({ status }) => status === 401 || status === 403);
  await trial.goesOn(120);
}

async function meetsRevocation(trial: Trial): Promise<void> {
  await trial.hooks.takeKeyAway(trial.shop);
  await trial.setPrice(110);
  await getsAnotherKey(trial, 100);
  await trial.until(trial.shown, (now) => now === 110);
  await trial.isArchived(({ status }) => status !== null && status >= 400);
  await trial.goesOn(120);
}

/** The store is paused and says why, nothing is written; with another key it goes on by itself. */
async function getsAnotherKey(trial: Trial, shownBefore: number): Promise<void> {
  const { pause } = await trial.until(trial.store, ({ state }) => state === 'PAUSED');
  expect(pause).toMatchObject({ code: 'AUTHENTICATION', message: expect.stringMatching(/\S/) });
  expect(await trial.shown()).toBe(shownBefore);
  const credentials = await trial.hooks.giveKey(trial.shop);
  expect((await trial.connect(credentials)).userErrors).toEqual([]);
  await trial.until(trial.shown, (now) => now === 110);
}
