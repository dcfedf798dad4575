import { z } from 'zod';
import { ConnectorError, type ClaimPort, type Page, type RemoteClaim } from '../../sync/connector/contract.js';
import { toRemoteClaim, type ClaimKind } from './claim-to-domain.js';
import { callSoap, type N11Context, type N11Credentials } from './client.js';
import { readReadablePackages } from './packages.js';
import { childOf, rowsOf, textOf, type SoapFields, type SoapInput } from './soap.js';
import { istanbulSlashDate } from './istanbul-date.js';

const DAY_MS = 86_400_000;
/** N11 filters claims by the day they were asked for, not by their last change: old ones are read again while they may still change. */
const CLAIM_LIFE_MS = 30 * DAY_MS;

/** A claim says its product, not its stock code: the order's lines do. They never change for one order and product. */
const JOIN_TTL_MS = DAY_MS;
const joinSchema = z.object({ stockCode: z.string(), orderLineId: z.string() }).nullable();

const positionSchema = z.strictObject({ kind: z.enum(['RETURN', 'CANCEL']), page: z.int().nonnegative() });
type Position = z.infer<typeof positionSchema>;

export const claims: ClaimPort<N11Credentials> = {
  /** Returns first, then cancel requests, 20 a page; REST shows neither. */
  async list(context, since, cursor): Promise<Page<RemoteClaim>> {
    const position = readPosition(cursor);
    const from = new Date(Math.min(since.getTime(), context.now().getTime() - CLAIM_LIFE_MS));
    const answer = await readClaims(context, position, from);
    const rows = rowsOf(answer, ...listNames[position.kind]);
    const items: RemoteClaim[] = [];
    for (const row of rows) items.push(toRemoteClaim(position.kind, row, await lineOf(context, row), context.now()));
    const next = nextPosition(position, answer, rows.length);
    return { items, next: next === null ? null : JSON.stringify(next) };
  },
};

const listNames: Readonly<Record<ClaimKind, [string, string]>> = { RETURN: ['claimReturnList', 'claimReturn'], CANCEL: ['claimCancelList', 'claimCancel'] };

function readPosition(cursor: string | null): Position {
  if (cursor === null) return { kind: 'RETURN', page: 0 };
  try {
    return positionSchema.parse(JSON.parse(cursor));
  } catch (cause) {
    throw new ConnectorError({ errorClass: 'VALIDATION', outcome: 'NOT_SENT', message: 'the list of claims cannot be read on from there', cause });
  }
}

function readClaims(context: N11Context, { kind, page }: Position, from: Date): Promise<SoapFields> {
  const period = { startDate: istanbulSlashDate(from), endDate: istanbulSlashDate(context.now()) };
  const pagingData = { currentPage: page };
  const fields: SoapInput =
    kind === 'RETURN' ? { searchData: { status: 'ALL', period, sender: 'ALL' }, pagingData } : { searchData: { status: 'ALL', searchDate: { searchDateType: 'REQUEST', period } }, pagingData };
  return kind === 'RETURN'
    ? callSoap(context, { service: 'returnService', operation: 'ClaimReturnList', fields, reads: true })
    : callSoap(context, { service: 'claimCancelService', operation: 'ClaimCancelList', fields, reads: true });
}

function nextPosition({ kind, page }: Position, answer: SoapFields, rows: number): Position | null {
  const pageCount = Number(textOf(childOf(answer, 'pagingData'), 'pageCount') ?? 0);
  if (rows > 0 && page + 1 < pageCount) return { kind, page: page + 1 };
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
