import type { Db } from 'mongodb';
import { fromStoredBody, type StoredBody } from '../../../platform/payloads/stored-body.js';
import type { Verdict } from '../verdict.js';
import { judgeLooks, type LedgerCall, type Look } from './judge-looks.js';
import type { Book } from './book.js';
import type { Shop } from './shops/shop.js';

interface PayloadDocument {
  readonly storeId: string;
  readonly correlationId: string | null;
  readonly operation: string;
  readonly url: string;
  readonly status: number | null;
  readonly requestBody: StoredBody | null;
  readonly responseBody: StoredBody | null;
  readonly startedAt: Date;
  readonly durationMs: number | null;
}

const TOO_MANY_CALLS = 429;
const BROKEN = 500;
/** Nearly as long as a silent worker keeps a store: a call that was answered sooner was answered to the worker that had it. */
const LATE_MS = 6_000;

/** By the ledger of calls and the archive of what was said: a value whose call lost its answer is looked at before it is settled or sent again, whatever the marketplace makes of a repetition. */
export async function nothingIsSentUnseen({ db, book, shops }: { readonly db: Db; readonly book: Book; readonly shops: readonly Shop[] }): Promise<Verdict> {
  const calls = await db.collection<LedgerCall>('attempts').find({}, { projection: { storeId: 1, correlationId: 1, items: 1, settledKeys: 1, preparedAt: 1, sentAt: 1, settledAt: 1, lostAt: 1, provesFrom: 1 } }).toArray();
  const lost = calls.filter(({ provesFrom }) => provesFrom !== undefined);
  const looks = lost.length === 0 ? [] : await readLooks(db, { operations: [...new Set(shops.flatMap((shop) => shop.looks))], correlationIds: lost.map(({ correlationId }) => correlationId) });
  const { lost: checked, sentAgain, unseen, accused } = judgeLooks(calls, looks);
  book.note('lost', { calls: lost.length, values: checked, sentAgain, looks: looks.length });
  for (const call of lost.filter(({ _id }) => accused.has(_id))) book.note('accused', { call, looks: looks.filter(({ correlationId }) => correlationId === call.correlationId) });
  return { promise: 'what may have arrived is looked for before it is settled or sent again', checked, violations: unseen };
}

/** What failed is no look. One of which the archive does not know how it ended is: it may have been read, and the hub's database was not there to say so. */
async function readLooks(db: Db, { operations, correlationIds }: { readonly operations: readonly string[]; readonly correlationIds: readonly (string | null)[] }): Promise<readonly Look[]> {
  const looks = { operation: { $in: operations }, failure: null, $or: [{ status: null }, { status: { $lt: BROKEN, $ne: TOO_MANY_CALLS } }] };
  const lateAnswers = { operation: { $nin: operations }, status: { $ne: null }, durationMs: { $gte: LATE_MS } };
  const payloads = await db.collection<PayloadDocument>('payloads').find({ direction: 'OUTBOUND', correlationId: { $in: correlationIds }, $or: [looks, lateAnswers] } as object, { projection: { storeId: 1, operation: 1, correlationId: 1, url: 1, status: 1, requestBody: 1, responseBody: 1, startedAt: 1, durationMs: 1 } }).toArray();
  return Promise.all(
    payloads.map(async ({ storeId, correlationId, operation, url, status, requestBody, responseBody, startedAt, durationMs }) => ({
      storeId, correlationId, startedAt,
      said: status === null ? null : [decodeURIComponent(url), await textOf(requestBody), await textOf(responseBody)].join(' '),
      endedAt: new Date(startedAt.getTime() + (durationMs ?? 0)),
      isLateAnswer: !operations.includes(operation),
    })),
  );
}

async function textOf(body: StoredBody | null): Promise<string> {
  return body === null ? '' : (await fromStoredBody(body)).content.toString();
}
