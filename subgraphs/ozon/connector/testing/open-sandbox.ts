import type { MarketplaceHttp } from '../../../sync/connector/contract.js';
import { runSandbox, type RunningSandbox } from '../../sandbox/testing/running-sandbox.js';
import { httpTo } from './contexts.js';

/** A sandbox with a way to it, which ends with it and leads to where it was started. */
export type OpenSandbox = Omit<RunningSandbox, 'restart'> & { readonly http: MarketplaceHttp };

export async function openSandbox(): Promise<OpenSandbox> {
  const sandbox = await runSandbox();
  const http = httpTo(sandbox.url);
  return {
    ...sandbox,
    http,
    async stop() {
      await http.close();
      await sandbox.stop();
    },
  };
}
