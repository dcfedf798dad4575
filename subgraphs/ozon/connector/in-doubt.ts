import { ConnectorError } from '../../sync/connector/contract.js';

/** Once part of a piece of work has been sent, trouble with the rest leaves the whole in doubt: it is read back before anything is sent again. */
export function throwInDoubt(error: unknown, wasPartSent: boolean): never {
  if (!(error instanceof ConnectorError) || !wasPartSent) throw error;
  const { errorClass, message, remoteCode, retryAfterMs } = error;
  throw new ConnectorError({ errorClass, outcome: 'UNKNOWN', message, remoteCode, retryAfterMs, cause: error });
}
