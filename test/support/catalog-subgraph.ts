import { createEventLog } from '../../platform/events/event-log.js';
import { createOutboxRelay } from '../../platform/events/outbox.js';
import { type Principal, SCOPES } from '../../platform/principal.js';
import { createSubgraph } from '../../platform/subgraph/subgraph.js';
import { createLogger } from '../../platform/telemetry/logger.js';
import { startTestCatalog } from './test-catalog.js';
import { connectTestRedis } from './test-redis.js';

export type CatalogSubgraph = Awaited<ReturnType<typeof startCatalogSubgraph>>;

/** The catalog's subgraph with everything published to one store, and its events told live. */
export async function startCatalogSubgraph({ variants }: { readonly variants: number }) {
  const redis = await connectTestRedis();
  const events = createEventLog({ redis });
  const shop = await startTestCatalog({ variants, events });
  const relay = createOutboxRelay({ collections: shop.catalog.outboxed as never, log: events, logger: createLogger({ level: 'silent', name: 'test' }) });
  const subgraph = createSubgraph(shop.catalog.subgraph).local();
  await shop.publishAll();
  const principal = (changes: Partial<Principal> = {}): Principal => ({ sellerId: shop.sellerId, keyId: 'k', scopes: SCOPES, ...changes });
  return {
    shop,
    relay,
    subgraph,
    principal,
    ask: (query: string, variables: Record<string, unknown> = {}, as = principal()) => subgraph.execute({ query, variables, principal: as, correlationId: 'c-1' }),
    stop: async (): Promise<void> => {
      await relay.stop();
      events.close();
      redis.destroy();
      await shop.stop();
    },
  };
}
