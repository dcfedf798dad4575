import { ConfigError, type Config } from '../config.js';
import { fillDemo } from '../demo/fill-demo.js';
import { openHouse } from '../house.js';
import { sandboxUrls } from '../sandbox-urls.js';
import { readSecrets } from '../secrets.js';
import { serverUrls } from '../server-urls.js';

/** Fills the demo seller of the hub that answers at this URL. A process of its own: what filling takes in memory goes with it. */
export async function demo(config: Config, url: string): Promise<void> {
  const secrets = readSecrets(config);
  const { devKey } = secrets;
  if (devKey === null) throw new ConfigError('there is no demo seller in production');
  const house = await openHouse({ name: 'demo', config, secrets, ...serverUrls(config) });
  try {
    const { HUB_DEMO_MARKETPLACES: marketplaces, HUB_DEMO_PRODUCTS: products, HUB_DEMO_SEED: seed } = config;
    await fillDemo({ url, key: devKey, sandboxes: sandboxUrls(config), marketplaces, access: house.sync.access, products, seed, say: (text) => console.log(text) });
  } finally {
    await house.close();
  }
}
