import { explanationOf } from '../../../platform/explanations/explanation-of.js';
import type { StoreId } from '../../../platform/ids.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { ResolverMap } from '../../../platform/subgraph/resolver-map.js';
import type { ErrorPolicy } from '../domain/error-policies.js';
import { listPolicies } from '../operations/list-policies.js';
import { setPolicy, type SetPolicyInput } from '../operations/set-policy.js';
import type { SyncDeps } from '../operations/sync-deps.js';
import type { SyncLoaders } from './loaders.js';

export function policyResolvers(deps: SyncDeps): ResolverMap<SyncLoaders> {
  return {
    Query: {
      errorPolicies(_parent, { storeId = null }: { storeId?: StoreId | null }, context) {
        requireScope(context, 'sync:read');
        return listPolicies(deps, { sellerId: context.principal.sellerId, storeId });
      },
    },
    Mutation: {
      errorPolicySet(_parent, { input }: { input: SetPolicyInput }, context) {
        requireScope(context, 'sync:write');
        return setPolicy(deps, context.principal, input);
      },
    },
    ErrorPolicy: {
      explanation: explanationOf(({ errorClass }: ErrorPolicy) => errorClass),
    },
  };
}
