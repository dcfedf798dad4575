import { PageError, pageSize, type Page, type PageItem, type PageRequest } from '../../../platform/mongo/keyset-page.js';
import { askMarketplace, type StoreOfCaller } from '../connector/ask-marketplace.js';
import { requireCapability } from '../connector/require-capability.js';
import { createTextSearch } from '../domain/fold-text.js';
import type { SyncDeps } from './sync-deps.js';

export interface AttributeValue {
  readonly id: string;
  readonly name: string;
}

export interface ListAttributeValues extends StoreOfCaller {
  readonly categoryId: string;
  readonly attributeId: string;
  /** Words that the value's name contains; null: all values. */
  readonly search: string | null;
  readonly page: PageRequest;
}

/** A search reads at most so many of the marketplace's pages at a time; a rarer word is found by asking on from `endCursor`. */
const MOST_REMOTE_PAGES = 10;

/** A place in a list that the marketplace hands out in pages of its own: which of them, and how many of its rows are behind. */
interface Place {
  readonly remote: string | null;
  readonly skip: number;
}

/** A page of the values an attribute may have; the marketplace's pages are as the connector keeps them for a day. */
export async function listAttributeValues({ access }: Pick<SyncDeps, 'access'>, { categoryId, attributeId, search, page, ...store }: ListAttributeValues): Promise<Page<AttributeValue>> {
  const size = pageSize(page.first);
  const isMeant = createTextSearch(search ?? '');
  return askMarketplace(access, store, async ({ connector, context }) => {
    const catalogue = requireCapability(connector, 'catalogue');
    const items: PageItem<AttributeValue>[] = [];
    let place = readPlace(page.after);
    for (let read = 0; read < MOST_REMOTE_PAGES; read += 1) {
      const { items: values, next } = await catalogue.attributeValues(context, categoryId, attributeId, place.remote);
      for (const [index, node] of values.entries()) {
        if (index < place.skip || !isMeant(node.name)) continue;
        if (items.length === size) return { items, hasNextPage: true, endCursor: items.at(-1)?.cursor ?? null };
        items.push({ node, cursor: cursorOf({ remote: place.remote, skip: index + 1 }) });
      }
      if (next === null) return { items, hasNextPage: false, endCursor: items.at(-1)?.cursor ?? null };
      place = { remote: next, skip: 0 };
    }
    return { items, hasNextPage: true, endCursor: cursorOf(place) };
  });
}

function cursorOf({ remote, skip }: Place): string {
  return Buffer.from(JSON.stringify([skip, remote])).toString('base64url');
}

function readPlace(cursor: string | null | undefined): Place {
  if (cursor == null) return { remote: null, skip: 0 };
  const [skip, remote] = decoded(cursor);
  if (typeof skip !== 'number' || !Number.isSafeInteger(skip) || (remote !== null && typeof remote !== 'string')) throw new PageError('BAD_CURSOR', 'after is not a cursor of this list');
  return { remote, skip };
}

function decoded(cursor: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(parsed) ? (parsed as unknown[]) : [];
  } catch {
    return [];
  }
}
