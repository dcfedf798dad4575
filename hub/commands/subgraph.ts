import { serveSubgraph } from '../../platform/subgraph/serve-subgraph.js';
import { ConfigError, type Config } from '../config.js';
import { endInOrder } from '../end-in-order.js';
import { openHouse } from '../house.js';
import { readSecrets } from '../secrets.js';
import { serverUrls } from '../server-urls.js';
import { whenAskedToStop } from '../stop-signal.js';

export async function subgraph(config: Config, name: string): Promise<void> {
  const secrets = readSecrets(config);
  const house = await openHouse({ name, config, secrets, ...serverUrls(config) });
  const found = house.subgraphs.find((candidate) => candidate.name === name);
  if (found === undefined) throw new ConfigError(`there is no subgraph '${name}'; there are ${house.subgraphs.map((candidate) => candidate.name).join(', ')}`);
  const { metrics, logger } = house;
  const server = await serveSubgraph(found, { proofSecret: secrets.proofSecret, port: config.PORT, host: config.HOST, metrics, logger });
  const asked = whenAskedToStop();
  console.log(`subgraph ${name} ready at ${server.url}`);
  await asked;
  await endInOrder(async () => {
    await server.close();
    await house.close();
  });
}
