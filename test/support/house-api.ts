import type { StoreId } from '../../platform/ids.js';
import { createSubgraph, type SubgraphDefinition } from '../../platform/subgraph/subgraph.js';
import type { SyncHouse } from './sync-house.js';

type Owner = 'stores' | 'catalog' | 'orders' | 'sync';

/** The house's part of the public API, subgraph by subgraph, as its seller asks it; throws on any error. */
export interface HouseApi {
  ask<T>(owner: Owner, query: string, variables?: Record<string, unknown>): Promise<T>;
  /** What a subgraph adds to a store. */
  ofStore<T>(owner: Owner, storeId: StoreId, fields: string): Promise<T>;
}

export function houseApi(house: SyncHouse): HouseApi {
  const local = (definition: SubgraphDefinition<never>) => createSubgraph(definition).local();
  const subgraphs = { stores: local(house.stores.subgraph as never), catalog: local(house.catalog.subgraph as never), orders: local(house.orders.subgraph as never), sync: local(house.sync.subgraph as never) };
  const ask = async <T>(owner: Owner, query: string, variables: Record<string, unknown> = {}): Promise<T> => {
    const { data, errors } = await subgraphs[owner].execute({ query, variables, principal: house.principal, correlationId: 'c-test' });
    if (errors) throw new Error(`${owner} answered ${JSON.stringify(errors)}`);
    return data as T;
  };
  return {
    ask,
    ofStore: async <T>(owner: Owner, id: StoreId, fields: string) => (await ask<{ _entities: [T] }>(owner, `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Store { ${fields} } } }`, { r: [{ __typename: 'Store', id }] }))._entities[0],
  };
}
