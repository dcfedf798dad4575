import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readConfig } from './config.js';
import { claimDataDir, serverUrls } from './server-urls.js';

const MODULE = new URL('./server-urls.js', import.meta.url).href;
const URLS = { mongodbUrl: 'mongodb://127.0.0.1:1', redisUrl: 'redis://127.0.0.1:2' };
const newDir = (): string => mkdtempSync(join(tmpdir(), 'hub-claim-'));

/** Claims the folder in a process of its own, which then stays; answers what came of it. */
async function claimElsewhere(dataDir: string): Promise<{ said: string; end: () => Promise<void> }> {
  const script = `import { claimDataDir } from ${JSON.stringify(MODULE)}; try { claimDataDir(${JSON.stringify(dataDir)}); console.log('claimed'); } catch (error) { console.log(error.message); } setInterval(() => 0, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  const end = async (): Promise<void> => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return { said: said.toString().trim(), end };
}

describe('a data folder', () => {
  it('is claimed by one hub from its first moment, before its servers are up', async () => {
    const dir = newDir();
    const first = await claimElsewhere(dir);
    expect(first.said).toBe('claimed');
    expect(() => claimDataDir(dir)).toThrow(/already running on/);
    await first.end();
  });

  it('is had by exactly one of several that start at the same time, also over what a killed hub left', async () => {
    const dir = newDir();
    const killed = await claimElsewhere(dir);
    await killed.end();
    const starts = await Promise.all([1, 2, 3, 4].map(() => claimElsewhere(dir)));
    expect(starts.filter(({ said }) => said === 'claimed')).toHaveLength(1);
    for (const { end } of starts) await end();
  });

  it('tells other commands where its servers are once they are up, and no more after its hub has stopped', () => {
    const dir = newDir();
    const config = readConfig({ HUB_DATA_DIR: dir });
    const claim = claimDataDir(dir);
    expect(() => serverUrls(config)).toThrow(/no hub is running here/);
    claim.publish(URLS);
    expect(serverUrls(config)).toEqual(URLS);
    claim.release();
    expect(() => serverUrls(config)).toThrow(/no hub is running here/);
  });

  it('is free when a process that is gone has left half a claim', () => {
    const dir = newDir();
    mkdirSync(join(dir, 'run'));
    writeFileSync(join(dir, 'run', 'servers.json'), '{"pid":');
    claimDataDir(dir).release();
  });
});
