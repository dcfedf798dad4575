import { systemClock } from '../../../../platform/clock.js';
import type { SellerId, StoreId } from '../../../../platform/ids.js';
import { SCOPES, type Scope } from '../../../../platform/principal.js';
import { createSubgraph } from '../../../../platform/subgraph/subgraph.js';
import { createPlainHttp } from '../../../../test/contract/plain-http.js';
import { openTestDatabase } from '../../../../test/support/test-database.js';
import type { Connector, ConnectorContext } from '../../../sync/connector/contract.js';
import { StoreAccessError, type Store } from '../../../sync/connector/store-access.js';
import { createIntentStore } from '../../../sync/store/intent-store.js';
import type { TrendyolContext } from '../../connector/client.js';
import { shopContext } from '../../connector/testing/shop-context.js';
import { createTrendyol, createTrendyolConnector } from '../../index.js';
import { startTestShop, type TestShop } from '../../sandbox/test-shop.js';

export const STORE = 'sto_1' as StoreId;
const OWNER = 'sel_1' as SellerId;

interface AskedBy {
  readonly scopes?: readonly Scope[];
  readonly sellerId?: SellerId;
}

/** The Trendyol subgraph of one seller over a running sandbox; quotas are off, since how fast a test calls depends on the machine. */
export interface SubgraphOverShop {
  readonly shop: TestShop;
  readonly context: TrendyolContext;
  readonly ask: (query: string, variables?: object, by?: AskedBy) => Promise<{ readonly data: Readonly<Record<string, unknown>> | null | undefined; readonly codes: readonly unknown[] }>;
  /** A field of an entity as the federation asks for it. */
  readonly entity: (representation: object, selection: string, by?: AskedBy) => Promise<{ readonly found: unknown; readonly codes: readonly unknown[] }>;
  /** Makes the store one of another marketplace. */
  moveStoreTo(marketplace: Connector['marketplace']): void;
  stop(): Promise<void>;
}

export async function startSubgraphOverShop(): Promise<SubgraphOverShop> {
  const [shop, database] = await Promise.all([startTestShop(), openTestDatabase('trendyol')]);
  const http = createPlainHttp({ baseUrl: `${shop.url}/integration`, timeoutMs: 20_000 });
  const context = shopContext(http);
  const connector = createTrendyolConnector() as unknown as Connector;
  let marketplace = connector.marketplace;
  const openOwned = async (sellerId: SellerId) => {
    if (sellerId !== OWNER) throw new StoreAccessError('STORE_NOT_FOUND', 'There is no such store.');
    return { store: { _id: STORE, state: { kind: 'ACTIVE' } } as unknown as Store, connector: { ...connector, marketplace }, context: context as ConnectorContext<unknown> };
  };
  const subgraph = createSubgraph(createTrendyol({ openOwned }, createIntentStore(database.db, systemClock)).subgraph).local();
  const ask: SubgraphOverShop['ask'] = async (query, variables = {}, { scopes = SCOPES, sellerId = OWNER } = {}) => {
    const { data, errors } = await subgraph.execute({ query, variables: variables as Record<string, unknown>, principal: { sellerId, keyId: 'key_1', scopes }, correlationId: 'corr-1' });
    return { data: data as Readonly<Record<string, unknown>> | null | undefined, codes: (errors ?? []).map(({ extensions }) => extensions?.['code']) };
  };
  return {
    shop,
    context,
    ask,
    entity: async (representation, selection, by) => {
      const { data, codes } = await ask(`query ($r: [_Any!]!) { _entities(representations: $r) { ${selection} } }`, { r: [representation] }, by);
      return { found: (data?.['_entities'] as readonly unknown[] | null | undefined)?.[0], codes };
    },
    moveStoreTo(to) {
      marketplace = to;
    },
    async stop() {
      await http.close();
      await Promise.all([shop.stop(), database.drop()]);
    },
  };
}
