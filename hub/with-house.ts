import type { Config } from './config.js';
import { openHouse, type House } from './house.js';
import { readSecrets } from './secrets.js';
import { serverUrls } from './server-urls.js';

/** Opens the house for one piece of work from the command line and closes it again. */
export async function withHouse(config: Config, work: (house: House) => Promise<void>): Promise<void> {
  const quiet: Config = { ...config, LOG_LEVEL: 'silent' };
  const house = await openHouse({ name: 'command', config: quiet, secrets: readSecrets(config), ...serverUrls(config) });
  try {
    await work(house);
  } finally {
    await house.close();
  }
}
