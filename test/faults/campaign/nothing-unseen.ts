import type { Db } from 'mongodb';
import { fromStoredBody, type StoredBody } from '../../../platform/payloads/stored-body.js';
import type { Verdict } from '../verdict.js';
import { judgeLooks, type LedgerCall, type Said } from './judge-looks.js';
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

const FIRST_REFUSAL = 300;
const TOO_MANY_CALLS = 429;
const BROKEN = 500;

/** By the ledger of calls and the archive of what was said: a value whose call lost its answer is looked at before it is settled or sent again, whatever the marketplace makes of a repetition. */
export async function nothingIsSentUnseen({ db, book, shops }: { readonly db: Db; readonly book: Book; readonly shops: readonly Shop[] }): Promise<Verdict> {
  const calls = await db.collection<LedgerCall>('attempts').find({}, { projection: { storeId: 1, state: 1, correlationId: 1, items: 1, settledKeys: 1, preparedAt: 1, sentAt: 1, settledAt: 1, lostAt: 1, provesFrom: 1 } }).toArray();
  const lost = calls.filter(({ provesFrom }) => provesFrom !== undefined);
  const said = lost.length === 0 ? { looks: [], carriedOut: [] } : await readSaid(db, { operations: [...new Set(shops.flatMap((shop) => shop.looks))], correlationIds: lost.map(({ correlationId }) => correlationId) });
  const { lost: checked, sentAgain, unseen, accused } = judgeLooks(calls, said);
  book.note('lost', { calls: lost.length, values: checked, sentAgain, looks: said.looks.length });
  for (const call of lost.filter(({ _id }) => accused.has(_id))) book.note('accused', { call, looks: ofCall(said.looks, call), carriedOut: ofCall(said.carriedOut, call) });
  return { promise: 'what may have arrived is looked for before it is settled or sent again', checked, violations: unseen };
}

function ofCall<T extends { readonly correlationId: string | null }>(all: readonly T[], { correlationId }: LedgerCall): readonly T[] {
  return all.filter((one) => one.correlationId === correlationId);
}

/** What failed is no look, and a GET, which a push may begin with, is no answer to a change. A look of which the archive does not know how it ended is: it may have been read, and the hub's database was not there to say so. */
async function readSaid(db: Db, { operations, correlationIds }: { readonly operations: readonly string[]; readonly correlationIds: readonly (string | null)[] }): Promise<Said> {
  const looks = { operation: { $in: operations }, failure: null, $or: [{ status: null }, { status: { $lt: BROKEN, $ne: TOO_MANY_CALLS } }] };
  const answers = { operation: { $nin: operations }, method: { $ne: 'GET' }, status: { $ne: null } };
  const payloads = await db.collection<PayloadDocument>('payloads').find({ direction: 'OUTBOUND', correlationId: { $in: correlationIds }, $or: [looks, answers] } as object, { projection: { storeId: 1, operation: 1, correlationId: 1, url: 1, status: 1, requestBody: 1, responseBody: 1, startedAt: 1, durationMs: 1 } }).toArray();
  const said = await Promise.all(
    payloads.map(async ({ storeId, operation, correlationId, url, status, requestBody, responseBody, startedAt, durationMs }) => ({
      storeId, correlationId, status, startedAt,
      said: status === null ? null : [decodeURIComponent(url), await textOf(requestBody), await textOf(responseBody)].join(' '),
      endedAt: new Date(startedAt.getTime() + (durationMs ?? 0)),
      isAnswer: !operations.includes(operation),
    })),
  );
  return { looks: said, carriedOut: said.filter(({ isAnswer, status }) => isAnswer && status !== null && status < FIRST_REFUSAL) };
}

async function textOf(body: StoredBody | null): Promise<string> {
  return body === null ? '' : (await fromStoredBody(body)).content.toString();
}
