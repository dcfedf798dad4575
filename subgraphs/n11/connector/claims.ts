import { z } from 'zod';
import { ConnectorError, type ClaimPort, type Page, type RemoteClaim } from '../../sync/connector/contract.js';
import { toRemoteClaim } from './claim-to-domain.js';
import { searchClaims, type ClaimPage } from './claim-search.js';
import type { N11Context, N11Credentials } from './client.js';
import { readReadablePackages } from './packages.js';
import { textOf, type SoapFields } from './soap.js';

const DAY_MS = 86_400_000;
/** N11 filters claims by the day they were asked for, not by their last change: old ones are read again while they may still change. */
const CLAIM_LIFE_MS = 30 * DAY_MS;
/** Goods may travel for weeks before the seller is asked. */
const LONGEST_WAIT_MS = 60 * DAY_MS;

/** A claim says its product, not its stock code: the order's lines do. They never change for one order and product. */
const JOIN_TTL_MS = DAY_MS;
const joinSchema = z.object({ stockCode: z.string(), orderLineId: z.string() }).nullable();

const positionSchema = z.strictObject({ kind: z.enum(['RETURN', 'CANCEL']), page: z.int().nonnegative() });
type Position = z.infer<typeof positionSchema>;

export const claims: ClaimPort<N11Credentials> = {
  /** Returns first, then cancel requests, 20 a page; REST shows neither. */
  async list(context, since, cursor): Promise<Page<RemoteClaim>> {
    const position = readPosition(cursor);
    const from = new Date(Math.min(since.getTime(), context.marketplaceNow().getTime() - CLAIM_LIFE_MS));
    const answer = await searchClaims(context, { ...position, from });
    const items: RemoteClaim[] = [];
    for (const row of answer.rows) items.push(toRemoteClaim(position.kind, row, await lineOf(context, row), context.now()));
    const next = nextPosition(position, answer);
    return { items, next: next === null ? null : JSON.stringify(next) };
  },
  /** Without the lines of their orders: nobody asks for them here, and each costs a call. */
  async listWaiting(context, cursor): Promise<Page<RemoteClaim>> {
    const [at = 0, page = 0] = (cursor ?? '').split(':').map(Number);
    const waiting = WAITING[at] ?? WAITING[0];
    const { rows, pageCount } = await searchClaims(context, { ...waiting, page, from: new Date(context.marketplaceNow().getTime() - LONGEST_WAIT_MS) });
    const isMore = rows.length > 0 && page + 1 < pageCount;
    const next = isMore ? `${at}:${page + 1}` : at + 1 < WAITING.length ? `${at + 1}:0` : null;
    return { items: rows.map((row) => toRemoteClaim(waiting.kind, row, null, context.now())), next };
  },
};

/** What waits for the seller, in N11's words. */
const WAITING = [{ kind: 'RETURN', status: 'APPROVAL_WAITING' }, { kind: 'RETURN', status: 'PENDING' }, { kind: 'RETURN', status: 'PENDED' }, { kind: 'CANCEL', status: 'REQUESTED' }] as const;

function readPosition(cursor: string | null): Position {
  if (cursor === null) return { kind: 'RETURN', page: 0 };
  try {
    return positionSchema.parse(JSON.parse(cursor));
  } catch (cause) {
    throw new ConnectorError({ errorClass: 'VALIDATION', outcome: 'NOT_SENT', message: 'the list of claims cannot be read on from there', cause });
  }
}

function nextPosition({ kind, page }: Position, { rows, pageCount }: ClaimPage): Position | null {
  if (rows.length > 0 && page + 1 < pageCount) return { kind, page: page + 1 };
  return kind === 'RETURN' ? { kind: 'CANCEL', page: 0 } : null;
}

async function lineOf(context: N11Context, row: SoapFields): Promise<z.infer<typeof joinSchema>> {
  const orderNumber = textOf(row, 'orderNumber');
  const productId = textOf(row, 'productId');
  if (orderNumber === undefined || productId === undefined) return null;
  const key = `n11:claim-line:${context.store.storeId}:${orderNumber}:${productId}`;
  const known = await context.cache.get(key);
  if (known !== null) return joinSchema.parse(JSON.parse(known));
  const { rows, isWhole } = await readReadablePackages(context, orderNumber);
  const lines = rows.toReversed().flatMap((pkg) => pkg.lines);
  const line = lines.find((candidate) => candidate.productId === productId);
  const found = line === undefined ? null : { stockCode: line.stockCode, orderLineId: line.orderLineId };
  if (found !== null || isWhole) await context.cache.set(key, JSON.stringify(found), JOIN_TTL_MS);
  return found;
}
