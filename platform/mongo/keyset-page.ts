import { EJSON } from 'bson';
import type { Collection, Document, Filter, FindOptions, Sort, WithId } from 'mongodb';

/** The arguments of a Relay connection, as a caller gave them. */
export interface PageRequest {
  /** 1 to 250; 50 when absent. */
  readonly first?: number | null;
  readonly after?: string | null;
}

/** What a list is sorted by, before `_id` breaks ties. Each field is present and never null in every document listed. */
export type KeysetOrder = readonly { readonly field: string; readonly direction: 1 | -1 }[];

export interface PageItem<T> {
  readonly node: T;
  readonly cursor: string;
}

export interface Page<T> {
  readonly items: readonly PageItem<T>[];
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
}

export interface PageQuery<T extends Document> {
  readonly filter: Filter<T>;
  readonly order: KeysetOrder;
  readonly page: PageRequest;
  readonly projection?: FindOptions['projection'];
}

/** BAD_CURSOR: not a cursor of this list. BAD_PAGE_SIZE: `first` is not a whole number from 1 to 250. */
export class PageError extends Error {
  override readonly name = 'PageError';
  readonly code: 'BAD_CURSOR' | 'BAD_PAGE_SIZE';
  /** The argument at fault. */
  readonly field: 'after' | 'first';

  constructor(code: 'BAD_CURSOR' | 'BAD_PAGE_SIZE', message: string) {
    super(message);
    this.code = code;
    this.field = code === 'BAD_CURSOR' ? 'after' : 'first';
  }
}

export const LARGEST_PAGE = 250;
const DEFAULT_PAGE = 50;

/**
 * One page of a list by keyset: documents that come and go between two pages are neither repeated nor skipped, and page
 * 1,000 costs what page 1 costs, given an index on the filter's equalities, then the order's fields, then `_id`.
 */
export async function findPage<T extends Document>(collection: Collection<T>, query: PageQuery<T>): Promise<Page<WithId<T>>> {
  const limit = pageSize(query.page.first);
  const order = [...query.order, { field: '_id', direction: query.order.at(-1)?.direction ?? 1 } as const];
  const filter = query.page.after == null ? query.filter : ({ $and: [query.filter, ...after(order, query.page.after)] } as Filter<T>);
  const sort: Sort = order.map(({ field, direction }): [string, 1 | -1] => [field, direction]);
  const found = await collection.find(filter, query.projection ? { projection: query.projection } : {}).sort(sort).limit(limit + 1).toArray();
  const items = found.slice(0, limit).map((node) => ({ node, cursor: cursorOf(order, node) }));
  return { items, hasNextPage: found.length > limit, endCursor: items.at(-1)?.cursor ?? null };
}

/** How many a page may hold; throws PageError. */
export function pageSize(first: number | null | undefined): number {
  const size = first ?? DEFAULT_PAGE;
  if (!Number.isInteger(size) || size < 1 || size > LARGEST_PAGE) throw new PageError('BAD_PAGE_SIZE', `first must be a whole number from 1 to ${LARGEST_PAGE}`);
  return size;
}

/** The range on the leading field is implied by the rest; it stands there for planners that do not look into `$or`. */
function after(order: KeysetOrder, cursor: string): Document[] {
  const values = readCursor(order, cursor);
  const [lead] = order;
  const branches = order.map(({ field, direction }, depth) => ({
    ...Object.fromEntries(order.slice(0, depth).map((earlier, index) => [earlier.field, { $eq: values[index] }])),
    [field]: { [direction === 1 ? '$gt' : '$lt']: values[depth] },
  }));
  return [{ [lead?.field ?? '_id']: { [lead?.direction === -1 ? '$lte' : '$gte']: values[0] } }, { $or: branches }];
}

function cursorOf(order: KeysetOrder, document: Document): string {
  const values = order.map(({ field }) => field.split('.').reduce<unknown>((value, key) => (value as Document | undefined)?.[key], document));
  return Buffer.from(EJSON.stringify([signature(order), ...values])).toString('base64url');
}

function readCursor(order: KeysetOrder, cursor: string): unknown[] {
  const [listed, ...values] = decoded(cursor);
  const isOfThisList = listed === signature(order) && values.length === order.length;
  if (!isOfThisList || !values.every(isPlainValue)) throw new PageError('BAD_CURSOR', 'after is not a cursor of this list');
  return values;
}

function decoded(cursor: string): unknown[] {
  try {
    const parsed = EJSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown;
    return Array.isArray(parsed) ? (parsed as unknown[]) : [];
  } catch {
    return [];
  }
}

/** A cursor comes from outside: an object in it could carry a query operator. */
function isPlainValue(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value) || value instanceof Date;
}

function signature(order: KeysetOrder): string {
  return order.map(({ field, direction }) => `${direction === 1 ? '+' : '-'}${field}`).join(',');
}
