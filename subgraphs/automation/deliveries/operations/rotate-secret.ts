import { newSigningSecret } from '../domain/sign-message.js';
import { secretsInForce } from '../domain/webhook-endpoint.js';
import { changeEndpoint, endpointFault, type Caller, type EndpointAnswer, type EndpointInput } from './change-endpoint.js';
import { sealContext, type DeliveriesDeps } from './deliveries-deps.js';

export interface RotateSecretInput extends EndpointInput {
  /** For so long the secrets before it sign too; 24 by default. */
  readonly overlapHours?: number | null;
}

const USUAL_OVERLAP_HOURS = 24;
const LONGEST_OVERLAP_HOURS = 168;
const MOST_SECRETS = 3;

/** A new secret, shown in this answer alone; those before it go on signing beside it until the overlap ends. */
export async function rotateSecret(deps: DeliveriesDeps, caller: Caller, input: RotateSecretInput): Promise<EndpointAnswer> {
  const overlapHours = input.overlapHours ?? USUAL_OVERLAP_HOURS;
  const secret = newSigningSecret();
  const { isDone, ...answer } = await changeEndpoint(deps, caller, input, {
    asked: { rotate: overlapHours },
    decide(present, now) {
      if (overlapHours < 0 || overlapHours > LONGEST_OVERLAP_HOURS) return endpointFault('INVALID_WEBHOOK_ENDPOINT', 'overlapHours', `${overlapHours} is outside 0 to ${LONGEST_OVERLAP_HOURS}`);
      const endsAt = new Date(now.getTime() + overlapHours * 3_600_000);
      const before = secretsInForce(present, now).map((one) => ({ ...one, expiresAt: one.expiresAt !== null && one.expiresAt < endsAt ? one.expiresAt : endsAt }));
      return { secrets: [{ sealed: deps.secretBox.seal(secret, sealContext(present._id)), createdAt: now, expiresAt: null }, ...before].slice(0, MOST_SECRETS) };
    },
  });
  return { ...answer, secret: isDone ? secret : null };
}
