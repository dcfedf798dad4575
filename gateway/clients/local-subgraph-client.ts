import type { LocalSubgraph } from '../../platform/subgraph/local-subgraph.js';
import { type SubgraphClient, SubgraphFailure } from './subgraph-client.js';

/** A subgraph in this process. The time limit ends the waiting, not the work. */
export function createLocalSubgraphClient(subgraph: LocalSubgraph, { timeoutMs = 10_000 }: { timeoutMs?: number } = {}): SubgraphClient {
  return {
    name: subgraph.name,
    async execute(request) {
      let timer: NodeJS.Timeout | undefined;
      const timeout = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => reject(SubgraphFailure.timeout(subgraph.name, timeoutMs)), timeoutMs);
      });
      try {
        return await Promise.race([subgraph.execute(request), timeout]);
      } finally {
        clearTimeout(timer);
      }
    },
    subscribe(request) {
      request.onOpen();
      return subgraph.subscribe(request);
    },
    close: async () => undefined,
  };
}
