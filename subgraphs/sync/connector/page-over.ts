import { PageError, pageSize, type Page, type PageItem, type PageRequest } from '../../../platform/mongo/keyset-page.js';
import type { Page as RemotePage } from './contract.js';

export interface RemoteList<T> {
  /** A page as the marketplace hands it out; `cursor` is null for the first. */
  readonly read: (cursor: string | null) => Promise<RemotePage<T>>;
  readonly isMeant?: (row: T) => boolean;
}

/** One answer reads at most so many of the marketplace's pages; what is rarer, or further, is found by asking on from `endCursor`. */
const MOST_REMOTE_PAGES = 10;

/** A place in a list that comes in pages of the marketplace's: which of them, and how many of its rows are behind. */
interface Place {
  readonly remote: string | null;
  readonly skip: number;
}

/** A page of the caller's size out of a list that a marketplace hands out in pages of its own. Throws PageError. */
export async function pageOver<T>({ read, isMeant = () => true }: RemoteList<T>, { first, after }: PageRequest): Promise<Page<T>> {
  const size = pageSize(first);
  const items: PageItem<T>[] = [];
  let place = readPlace(after);
  for (let remotePages = 0; remotePages < MOST_REMOTE_PAGES; remotePages += 1) {
    const { items: rows, next } = await read(place.remote);
    for (const [index, node] of rows.entries()) {
      if (index < place.skip || !isMeant(node)) continue;
      if (items.length === size) return { items, hasNextPage: true, endCursor: items.at(-1)?.cursor ?? null };
      items.push({ node, cursor: cursorOf({ remote: place.remote, skip: index + 1 }) });
    }
    if (next === null) return { items, hasNextPage: false, endCursor: items.at(-1)?.cursor ?? null };
    place = { remote: next, skip: 0 };
    if (items.length === size) break;
  }
  return { items, hasNextPage: true, endCursor: cursorOf(place) };
}

function cursorOf({ remote, skip }: Place): string {
  return Buffer.from(JSON.stringify([skip, remote])).toString('base64url');
}

function readPlace(cursor: string | null | undefined): Place {
  if (cursor == null) return { remote: null, skip: 0 };
  const [skip, remote] = decoded(cursor);
  if (!Number.isSafeInteger(skip) || (remote !== null && typeof remote !== 'string')) throw new PageError('BAD_CURSOR', 'after is not a cursor of this list');
  return { remote, skip: skip as number };
}

function decoded(cursor: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(parsed) ? (parsed as unknown[]) : [];
  } catch {
    return [];
  }
}
