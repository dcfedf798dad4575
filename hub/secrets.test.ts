import { mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { readConfig } from './config.js';
import { readSecrets } from './secrets.js';

const MODULES = { config: new URL('./config.js', import.meta.url).href, secrets: new URL('./secrets.js', import.meta.url).href };

async function devKeyReadElsewhere(dataDir: string): Promise<string> {
  const script = `const { parentPort } = require('node:worker_threads');
    Promise.all([import(${JSON.stringify(MODULES.config)}), import(${JSON.stringify(MODULES.secrets)})]).then(([{ readConfig }, { readSecrets }]) => parentPort.postMessage(readSecrets(readConfig({ HUB_DATA_DIR: ${JSON.stringify(dataDir)} })).devKey));`;
  const [devKey] = (await once(new Worker(script, { eval: true }), 'message')) as [string];
  return devKey;
}

describe('the secrets made for development', () => {
  it('are the same for all who start on an empty folder at once, and readable by the owner alone', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'hub-secrets-'));
    const keys = await Promise.all(Array.from({ length: 6 }, () => devKeyReadElsewhere(dataDir)));
    expect(new Set(keys)).toEqual(new Set([readSecrets(readConfig({ HUB_DATA_DIR: dataDir })).devKey]));
    expect(readdirSync(dataDir)).toEqual(['secrets.json']);
    expect(statSync(join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600);
  });

  it('do not exist in production', () => {
    const config = readConfig({ NODE_ENV: 'production', MONGODB_URL: 'mongodb://db', REDIS_URL: 'redis://r', HUB_SECRET_KEYS: `k:${Buffer.alloc(32).toString('base64')}`, HUB_PROOF_SECRET: 'x'.repeat(32) });
    expect(readSecrets(config).devKey).toBeNull();
  });
});
