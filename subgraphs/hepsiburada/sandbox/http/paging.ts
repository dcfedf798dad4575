import { readFilterDate } from '../domain/istanbul-time.js';
import { omsErrors, type Answer } from './answer.js';

export interface PageWish {
  readonly offset: number;
  readonly limit: number;
}

/** `offset` and `limit` in either case; both required. Who asks for more rows than the feed gives gets as many as it gives. */
export function readPage(query: Readonly<Record<string, string | undefined>>, maxLimit: number): PageWish | Answer {
  const offset = Number(query['offset'] ?? query['Offset'] ?? Number.NaN);
  const limit = Number(query['limit'] ?? query['Limit'] ?? Number.NaN);
  if (!Number.isInteger(offset) || !Number.isInteger(limit) || offset < 0 || limit < 1) return omsErrors.missingPaging();
  return { offset, limit: Math.min(limit, maxLimit) };
}

/** The page as most feeds wrap it; only its own rows are written out. */
export function envelope<T>(rows: readonly T[], { offset, limit }: PageWish, view: (row: T) => unknown = (row) => row): object {
  return { totalCount: rows.length, limit, offset, pageCount: Math.ceil(rows.length / limit), items: rows.slice(offset, offset + limit).map(view) };
}

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A pair of filter dates under these names; all time without them. Null where an ISO text makes the filter match nothing. */
export function readSpan(query: Readonly<Record<string, string | undefined>>, beginName: string, endName: string): Span | null | Answer {
  const read = (name: string, absent: number): number | 'MATCHES_NOTHING' | 'MALFORMED' => (query[name] === undefined ? absent : readFilterDate(query[name]));
  const from = read(beginName, 0);
  const to = read(endName, Number.MAX_SAFE_INTEGER);
  if (from === 'MALFORMED' || to === 'MALFORMED') return omsErrors.wrongDateFormat();
  return from === 'MATCHES_NOTHING' || to === 'MATCHES_NOTHING' ? null : { fromMs: from, toMs: to + 59_999 };
}

export function isAnswer(value: object | null): value is Answer {
  return value !== null && 'status' in value;
}
