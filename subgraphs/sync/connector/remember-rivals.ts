import type { SeenRivals } from '../../catalog/operations/note-rivals.js';
import type { Connector } from './contract.js';
import type { BuyboxRow } from './price-ports.js';

/** The same connector; each reading of a buy box is told of, whoever asked for it. */
export function rememberRivals(connector: Connector, tell: (seen: SeenRivals) => Promise<void>): Connector {
  const { buybox } = connector;
  if (!buybox) return connector;
  return {
    ...connector,
    buybox: {
      async read(context, remoteKeys) {
        const at = context.now();
        const rows = await buybox.read(context, remoteKeys);
        const { storeId, currency } = context.store;
        await tell({ storeId, currency, at, seen: rows.map((row) => ({ remoteKey: row.remoteKey, rival: rivalOf(row) })) });
        return rows;
      },
    },
  };
}

function rivalOf({ rank, rivalMinor, hasRivals }: BuyboxRow) {
  const saysSomething = rivalMinor !== null || rank === 1;
  return hasRivals && saysSomething ? { priceMinor: rivalMinor, ownRank: rank } : null;
}
