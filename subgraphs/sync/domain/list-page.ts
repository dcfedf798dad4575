import { PageError, pageSize, type Page, type PageRequest } from '../../../platform/mongo/keyset-page.js';

/** A page of a list that is in memory. Its cursors name rows by key, so they hold while the list grows or shrinks around them. */
export function pageOfList<T>(rows: readonly T[], keyOf: (row: T) => string, { first, after }: PageRequest): Page<T> {
  const size = pageSize(first);
  const start = after == null ? 0 : placeOf(rows, keyOf, after) + 1;
  const items = rows.slice(start, start + size).map((node) => ({ node, cursor: cursorOf(keyOf(node)) }));
  return { items, hasNextPage: start + size < rows.length, endCursor: items.at(-1)?.cursor ?? null };
}

function placeOf<T>(rows: readonly T[], keyOf: (row: T) => string, cursor: string): number {
  const place = rows.findIndex((row) => cursorOf(keyOf(row)) === cursor);
  if (place < 0) throw new PageError('BAD_CURSOR', 'after is not a cursor of this list');
  return place;
}

function cursorOf(key: string): string {
  return Buffer.from(key).toString('base64url');
}
