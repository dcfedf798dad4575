import { endpointFault, type Caller, type EndpointAnswer, type EndpointInput } from './change-endpoint.js';
import type { DeliveriesDeps } from './deliveries-deps.js';

/** Forgets an endpoint with its secrets; what is on its way to it is given up. A repeat finds nothing to remove and says so. */
export async function removeEndpoint({ endpoints, endpointsChanged }: Pick<DeliveriesDeps, 'endpoints' | 'endpointsChanged'>, { sellerId }: Caller, { id, dryRun }: EndpointInput): Promise<EndpointAnswer> {
  const endpoint = await endpoints.own(sellerId, id);
  if (!endpoint) return { endpoint: null, userErrors: [endpointFault('UNKNOWN_WEBHOOK_ENDPOINT', 'id', `there is no webhook endpoint '${id}'`)] };
  if (!dryRun) {
    await endpoints.remove(sellerId, id);
    await endpointsChanged();
  }
  return { endpoint, userErrors: [] };
}
