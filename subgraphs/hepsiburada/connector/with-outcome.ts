import { ConnectorError, type Outcome } from '../../sync/connector/contract.js';

/** The same trouble, where more is known of what was done than the one call that met it can tell. */
export function withOutcome(error: ConnectorError, outcome: Outcome): ConnectorError {
  const { errorClass, message, remoteCode, retryAfterMs, quotaGroup } = error;
  return new ConnectorError({ errorClass, outcome, message, remoteCode, retryAfterMs, quotaGroup, cause: error });
}
