import { PageError, type Page, type PageRequest } from '../mongo/keyset-page.js';
import { badInput } from './errors.js';

/** A page as a Relay connection: `edges`, `nodes` and `pageInfo` of schema/common.graphql. */
export interface Connection<N> {
  readonly edges: readonly { readonly cursor: string; readonly node: N }[];
  readonly nodes: readonly N[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; readonly startCursor: string | null; readonly endCursor: string | null };
}

/** Runs the query of a page and dresses it; a bad `first` or `after` becomes BAD_INPUT naming the argument. */
export async function connectionOf<N>(request: PageRequest, find: (request: PageRequest) => Promise<Page<N>>): Promise<Connection<N>> {
  const { items, hasNextPage, endCursor } = await find(request).catch(refusePage);
  return {
    edges: items,
    nodes: items.map((item) => item.node),
    pageInfo: { hasNextPage, hasPreviousPage: request.after != null, startCursor: items[0]?.cursor ?? null, endCursor },
  };
}

/** A bad `first` or `after` becomes BAD_INPUT naming the argument; what is anything else stays so. */
export function refusePage(error: unknown): never {
  throw error instanceof PageError ? badInput([error.field], error.message) : error;
}
