import { explanationOf } from '../../../platform/explanations/explanation-of.js';
import type { StoreId } from '../../../platform/ids.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { ResolverMap } from '../../../platform/subgraph/resolver-map.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import type { Store } from '../../stores/domain/store.js';
import { capabilitiesOf, type Connector } from '../connector/contract.js';
import type { Attempt } from '../domain/attempt.js';
import type { Lane } from '../domain/lane.js';
import type { LaneWait } from '../domain/lane-waits.js';
import { readCircuits } from '../operations/read-circuits.js';
import { readPace } from '../operations/read-pace.js';
import { readQuotas } from '../operations/read-quotas.js';
import { readWaits } from '../operations/read-waits.js';
import type { SyncDeps } from '../operations/sync-deps.js';
import type { SyncLoaders } from './loaders.js';

type Context = SubgraphContext<SyncLoaders>;

/** What sync knows of a store. Elsewhere in this subgraph a store is only its id; its fields here load the rest. */
export function storeResolvers(deps: SyncDeps): ResolverMap<SyncLoaders> {
  return {
    Store: {
      async __resolveReference({ id }: { id: StoreId }, context: Context) {
        requireScope(context, 'stores:read');
        return (await context.loaders.stores.load(id)) ? { id } : null;
      },
      quotas: async ({ id }: { id: StoreId }, _args, { loaders }) => readQuotas(deps, await loaders.stores.load(id), await loaders.lanes.load(id)),
      circuits: async ({ id }: { id: StoreId }, _args, { loaders }) => readCircuits(deps, await loaders.stores.load(id)),
      callPace: async ({ id }: { id: StoreId }, _args, { loaders }) => readPace(deps, await loaders.stores.load(id)),
      capabilities: async ({ id }: { id: StoreId }, _args, { loaders }) => {
        const store: Store | null = await loaders.stores.load(id);
        const connector = store && (deps.connectors[store.marketplace] as Connector | undefined);
        return connector ? capabilitiesOf(connector) : [];
      },
      lane: async ({ id }: { id: StoreId }, _args, { loaders }) => ((await loaders.stores.load(id)) ? loaders.lanes.load(id) : null),
    },
    Lane: {
      isWorking: ({ leaseUntil }: Lane) => leaseUntil > deps.clock.now(),
      nextDueAt: ({ _id }: Lane) => deps.catalog.nextDueAt(_id),
      heldUntil: ({ pushNotBefore }: Lane) => (pushNotBefore && pushNotBefore > deps.clock.now() ? pushNotBefore : null),
      waits: (lane: Lane) => readWaits(deps, lane._id, lane),
      openAttempts: ({ _id }: Lane) => deps.attempts.open(_id),
      verifiedAt: ({ sweep }: Lane) => sweep.finishedAt,
    },
    LaneWait: {
      explanation: explanationOf(({ code }: LaneWait) => code),
    },
    LaneError: {
      explanation: explanationOf(({ errorClass }: NonNullable<Lane['lastError']>) => errorClass),
    },
    Attempt: {
      id: ({ _id }: Attempt) => _id,
      items: ({ items }: Attempt) => items.length,
    },
    AttemptError: {
      explanation: explanationOf(({ errorClass }: NonNullable<Attempt['error']>) => errorClass),
    },
  };
}
