import type { ResolverMap } from '../../../platform/subgraph/resolver-map.js';
import type { SyncDeps } from '../operations/sync-deps.js';
import type { SyncLoaders } from './loaders.js';
import { certificateResolvers } from './certificate-resolvers.js';
import { catalogueResolvers } from './catalogue-resolvers.js';
import { driftResolvers } from './drift-resolvers.js';
import { explanationResolvers } from './explanation-resolvers.js';
import { mutationResolvers } from './mutation-resolvers.js';
import { operationResolvers } from './operation-resolvers.js';
import { orderCertificateResolvers } from './order-certificate-resolvers.js';
import { payloadResolvers } from './payload-resolvers.js';
import { policyResolvers } from './policy-resolvers.js';
import { quarantineResolvers } from './quarantine-resolvers.js';
import { replayResolvers } from './replay-resolvers.js';
import { returnResolvers } from './return-resolvers.js';
import { storeResolvers } from './store-resolvers.js';

/** Each file brings whole types, and its part of the root types. */
export function syncResolvers(deps: SyncDeps): ResolverMap<SyncLoaders> {
  const parts = [certificateResolvers(deps), orderCertificateResolvers(deps), operationResolvers(deps), policyResolvers(deps), mutationResolvers(deps), payloadResolvers(deps), driftResolvers(deps), replayResolvers(deps), quarantineResolvers(deps), storeResolvers(deps), catalogueResolvers(deps), returnResolvers(deps), explanationResolvers];
  const types = [...new Set(parts.flatMap((part) => Object.keys(part)))];
  return Object.fromEntries(types.map((type) => [type, Object.assign({}, ...parts.map((part) => part[type]))]));
}
