import { randomBytes } from 'node:crypto';
import { composeSupergraph } from '../gateway/compose.js';
import type { BenchResult } from './bench-result.js';
import { startChild } from './child.js';
import { isWholeAnswer, LIST_QUERY, shopSdl } from './gateway-parts/shop.js';
import { measureRate, median } from './load.js';

const ROUNDS = 5;
const ROUND_MS = 1_500;
/** Long enough for both to be compiled, on a busy machine too. */
const WARM_UP_MS = 5_000;
const IN_FLIGHT = 16;

/**
 * A list of 20 rows put together from three subgraphs, each in the same one process: the hub's gateway with key check, proof and metrics
 * against Apollo's own server and gateway with default data sources and none of these. Both in turn, each in a process of its own.
 */
export async function benchGateway(): Promise<BenchResult[]> {
  const [proofSecret, key] = [randomBytes(32).toString('hex'), randomBytes(16).toString('hex')];
  const shop = await startChild('./gateway-parts/shop-process.js', { proofSecret });
  const supergraphFor = (kind: string) => composeSupergraph(Object.entries(shopSdl).map(([name, sdl]) => ({ name, sdl, url: String(shop.ready[`${kind}:${name}`]) })));
  const hub = await startChild('./gateway-parts/hub-gateway-process.js', { supergraphSdl: supergraphFor('hub'), proofSecret, key });
  const stock = await startChild('./gateway-parts/stock-gateway-process.js', { supergraphSdl: supergraphFor('plain') });
  const rateOf = (url: string, forMs: number) => measureRate({ url, forMs, inFlight: IN_FLIGHT, body: JSON.stringify({ query: LIST_QUERY }), headers: { authorization: `Bearer ${key}` }, isRight: isWholeAnswer });

  try {
    const [hubUrl, stockUrl] = [String(hub.ready['url']), String(stock.ready['url'])];
    for (const url of [hubUrl, stockUrl]) await rateOf(url, WARM_UP_MS);
    const rates = { hub: [] as number[], stock: [] as number[] };
    for (let round = 0; round < ROUNDS; round += 1) {
      rates.hub.push(await rateOf(hubUrl, ROUND_MS));
      rates.stock.push(await rateOf(stockUrl, ROUND_MS));
    }
    // Of neighbouring rounds, so that what else the machine does weighs on both alike.
    const ratio = median(rates.hub.map((rate, round) => rate / (rates.stock[round] ?? Number.NaN)));
    return [
      { name: 'gateway: list over 3 subgraphs × 20 rows, against stock Apollo', figure: ratio, unit: '×', target: { atLeast: 1.5 }, baseline: 1 },
      { name: 'gateway: list over 3 subgraphs × 20 rows', figure: median(rates.hub), unit: 'requests/s', baseline: median(rates.stock) },
    ];
  } finally {
    await Promise.all([hub, stock, shop].map((child) => child.stop()));
  }
}
