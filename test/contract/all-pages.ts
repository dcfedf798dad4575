import type { ConnectorContext, RemoteOffer } from '../../subgraphs/sync/connector/contract.js';
import type { Bench } from './connector-contract.js';

/** The pages of a list from its first, each asked for with the cursor that the one before names. */
export async function* pagesOf<P extends { readonly next: string | null }>(read: (cursor: string | null) => Promise<P>): AsyncGenerator<P> {
  let page = await read(null);
  yield page;
  while (page.next !== null) yield (page = await read(page.next));
}

export async function allOffers<C>({ connector }: Bench<C>, context: ConnectorContext<C>): Promise<RemoteOffer[]> {
  const all: RemoteOffer[] = [];
  for await (const { items } of pagesOf((cursor) => connector.offers.list(context, cursor))) all.push(...items);
  return all;
}
