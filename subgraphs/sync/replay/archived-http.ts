import type { Payload } from '../../../platform/payloads/payload.js';
import type { MarketplaceHttp } from '../connector/contract.js';
import { ConnectorError } from '../connector/contract.js';

/** The connector asks for something that was not exchanged then. */
export class NotArchivedError extends ConnectorError {
  constructor(operation: string) {
    super({ errorClass: 'VALIDATION', outcome: 'NOT_SENT', message: `Reading it again needs the answer to another call (${operation}), which is not in the archive.` });
  }
}

/**
 * Answers calls with what the marketplace answered to calls of the same name, oldest first, each once. Nothing leaves
 * this process. `asked` tells whether any call was answered so far.
 */
export function archivedHttp(exchanges: readonly Payload[]): MarketplaceHttp & { readonly asked: () => boolean } {
  const waiting = [...exchanges];
  return {
    asked: () => waiting.length < exchanges.length,
    async send({ operation }) {
      const index = waiting.findIndex((one) => one.operation === operation);
      const [found] = index < 0 ? [] : waiting.splice(index, 1);
      if (!found || found.status === null) throw new NotArchivedError(operation);
      return { status: found.status, headers: found.responseHeaders, body: found.responseBody?.content ?? Buffer.alloc(0), payloadId: found.id };
    },
  };
}
