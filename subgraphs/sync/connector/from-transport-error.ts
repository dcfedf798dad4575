import { TransportError } from '../../../platform/http/contract.js';
import { ConnectorError, type ErrorClass } from './connector-error.js';

const classOf: Record<TransportError['kind'], ErrorClass> = {
  TIMEOUT: 'TIMEOUT',
  NETWORK: 'NETWORK',
  BREAKER_OPEN: 'NETWORK',
  QUOTA_SPENT: 'RATE_LIMITED',
};

/** The same trouble in the connectors' words; anything that is not a TransportError is a bug and passes through. */
export function fromTransportError(error: unknown): unknown {
  if (!(error instanceof TransportError)) return error;
  return new ConnectorError({
    errorClass: classOf[error.kind],
    outcome: error.reached === 'NO' ? 'NOT_SENT' : 'UNKNOWN',
    message: error.message,
    retryAfterMs: error.retryAfterMs,
    quotaGroup: error.quotaGroup,
    cause: error,
  });
}
