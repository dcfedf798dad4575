import { runGateway } from '../../gateway/run-gateway.js';
import { ConfigError, type Config } from '../config.js';
import { endInOrder } from '../end-in-order.js';
import { openGateway } from '../gateway.js';
import { openHouse } from '../house.js';
import { readSecrets } from '../secrets.js';
import { serverUrls } from '../server-urls.js';
import { whenAskedToStop } from '../stop-signal.js';

export interface GatewayCommand {
  readonly supergraph?: string;
  readonly port?: number;
  readonly open?: true;
}

/** With `--supergraph` a gateway for anybody's subgraphs; without it the hub's own, its subgraphs at `HUB_SUBGRAPH_URLS`. */
export async function gateway(config: Config, { supergraph, port = config.PORT, open }: GatewayCommand): Promise<void> {
  if (supergraph !== undefined && open === true) return serveOpen(supergraph, port, config.HOST);
  if (open === true) throw new ConfigError('--open needs --supergraph: the hub\'s own gateway always asks for a key');
  const secrets = readSecrets(config);
  const house = await openHouse({ name: 'gateway', config, secrets, ...serverUrls(config) });
  const served = await openGateway({ house, config, secrets, subgraphs: 'REMOTE', ...(supergraph === undefined ? {} : { supergraphFile: supergraph }) });
  const asked = whenAskedToStop();
  console.log(`gateway ready at ${await served.listen({ port, host: config.HOST })}`);
  await asked;
  await endInOrder(async () => {
    await served.close();
    await house.close();
  });
}

async function serveOpen(supergraphFile: string, port: number, host: string): Promise<void> {
  const running = await runGateway({ supergraphFile, port, host, open: true });
  const asked = whenAskedToStop();
  console.log(`gateway ready at ${running.url}`);
  await asked;
  await running.close();
}
