import type { SellerId } from '../../platform/ids.js';
import { SCOPES, type Scope } from '../../platform/principal.js';
import { ConfigError, type Config } from '../config.js';
import { withHouse } from '../with-house.js';

const DAY_MS = 86_400_000;

export async function createKey(config: Config, o: { seller: string; scopes: string; expiresInDays?: number }): Promise<void> {
  const scopes = readScopes(o.scopes);
  const expiresAt = o.expiresInDays === undefined ? null : new Date(Date.now() + o.expiresInDays * DAY_MS);
  await withHouse(config, async ({ stores }) => {
    const { key } = await stores.createKey({ sellerId: o.seller as SellerId, name: 'made by hub key create', scopes, expiresAt });
    console.log(key);
  });
}

function readScopes(list: string): Scope[] {
  if (list === 'all') return [...SCOPES];
  const names = list.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !(SCOPES as readonly string[]).includes(name));
  if (unknown.length > 0) throw new ConfigError(`unknown scopes ${unknown.join(', ')}; there are ${SCOPES.join(', ')}`);
  return names as Scope[];
}
