import type { PayloadId } from '../../../platform/ids.js';
import type { ConnectorContext } from '../connector/contract.js';

/** What was read, with the name of the last of the archived answers it was read from; null where none was archived. */
export async function withEvidence<T>(context: ConnectorContext<unknown>, read: (context: ConnectorContext<unknown>) => Promise<T>): Promise<{ readonly found: T; readonly payloadId: PayloadId | null }> {
  let payloadId: PayloadId | null = null;
  const http: typeof context.http = {
    async send(request, signal) {
      const response = await context.http.send(request, signal);
      ({ payloadId } = response);
      return response;
    },
  };
  const found = await read({ ...context, http, now: () => context.now() });
  return { found, payloadId };
}
