import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigError, type Config } from './config.js';

export interface ServerUrls {
  readonly mongodbUrl: string;
  readonly redisUrl: string;
}

const runningSchema = z.object({ pid: z.number(), mongodbUrl: z.string(), redisUrl: z.string() });

/** Where MongoDB and Redis are for a process that starts neither: as the environment says, else those of the hub running here. */
export function serverUrls({ MONGODB_URL, REDIS_URL, HUB_DATA_DIR }: Config): ServerUrls {
  const running = runningHub(HUB_DATA_DIR);
  const mongodbUrl = MONGODB_URL ?? running?.mongodbUrl;
  const redisUrl = REDIS_URL ?? running?.redisUrl;
  if (mongodbUrl === undefined || redisUrl === undefined) throw new ConfigError('no hub is running here: start one with `hub start`, or set MONGODB_URL and REDIS_URL');
  return { mongodbUrl, redisUrl };
}

/** Claims the data folder for this process; throws ConfigError while another hub runs on it. */
export function claimDataDir(dataDir: string): { publish(urls: ServerUrls): void; release(): void } {
  const running = runningHub(dataDir);
  if (running !== null) throw new ConfigError(`a hub is already running on ${dataDir} (process ${running.pid}): stop it, or use another HUB_DATA_DIR`);
  const file = fileIn(dataDir);
  mkdirSync(join(dataDir, 'run'), { recursive: true });
  return {
    publish: (urls) => writeFileSync(file, JSON.stringify({ pid: process.pid, ...urls }), { mode: 0o600 }),
    release: () => rmSync(file, { force: true }),
  };
}

function runningHub(dataDir: string): z.infer<typeof runningSchema> | null {
  try {
    const running = runningSchema.parse(JSON.parse(readFileSync(fileIn(dataDir), 'utf8')));
    // Signal 0 asks only whether the process is there; a hub that was killed leaves its file behind.
    process.kill(running.pid, 0);
    return running;
  } catch {
    return null;
  }
}

function fileIn(dataDir: string): string {
  return join(dataDir, 'run', 'servers.json');
}
