import type { UserError } from '../../../../platform/subgraph/user-error.js';
import { faultOfUrl } from '../domain/endpoint-url.js';
import { NO_HISTORY, type WebhookEndpoint } from '../domain/webhook-endpoint.js';
import type { ChosenKind } from '../domain/webhook-kind.js';
import { changeEndpoint, endpointFault, type Caller, type EndpointAnswer, type EndpointInput } from './change-endpoint.js';
import type { DeliveriesDeps } from './deliveries-deps.js';

export interface EndpointSettings {
  readonly url?: string | null;
  readonly kinds?: readonly ChosenKind[] | null;
  readonly description?: string | null;
}

/** Absent or null: it stays; an empty description takes it away. */
export interface SetEndpointInput extends EndpointInput, EndpointSettings {
  readonly isActive?: boolean | null;
}

const LONGEST_DESCRIPTION = 200;

/** Says where an endpoint is, what it wants to hear of, and whether it hears anything. Switched on again, it begins with a clean slate. */
export async function setEndpoint(deps: DeliveriesDeps, caller: Caller, input: SetEndpointInput): Promise<EndpointAnswer> {
  const { url, kinds, description, isActive } = input;
  const answer = await changeEndpoint(deps, caller, input, {
    asked: { set: { url, kinds, description, isActive } },
    decide: (present, now) => faultOfSettings(input, deps) ?? {
      ...(url != null && { url }), ...(kinds != null && { kinds: [...new Set(kinds)] }), ...(description != null && { description: description === '' ? null : description }), ...stateOf(present, isActive, now),
    },
  });
  // A switched-off endpoint may have had an alert.
  if (answer.isDone) await deps.endpointsChanged();
  return answer;
}

export function faultOfSettings({ url, kinds, description }: EndpointSettings, rules: Pick<DeliveriesDeps, 'mayCall' | 'isLocalAllowed'>): UserError | null {
  const fault = url == null ? null : faultOfUrl(url, rules);
  if (fault !== null) return endpointFault('INVALID_WEBHOOK_URL', 'url', fault);
  if (kinds?.length === 0) return endpointFault('INVALID_WEBHOOK_ENDPOINT', 'kinds', 'at least one kind must be named');
  return (description?.length ?? 0) > LONGEST_DESCRIPTION ? endpointFault('INVALID_WEBHOOK_ENDPOINT', 'description', `the description may have ${LONGEST_DESCRIPTION} characters`) : null;
}

function stateOf({ state }: WebhookEndpoint, isActive: boolean | null | undefined, now: Date): Partial<Pick<WebhookEndpoint, 'state' | 'health'>> {
  if (isActive == null || isActive === (state.kind === 'ACTIVE')) return {};
  return isActive ? { state: { kind: 'ACTIVE' }, health: NO_HISTORY } : { state: { kind: 'DISABLED', reason: 'BY_SELLER', at: now } };
}
