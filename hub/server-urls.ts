import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigError, type Config } from './config.js';

export interface ServerUrls {
  readonly mongodbUrl: string;
  readonly redisUrl: string;
}

/** The addresses are there once the servers are up. */
const runningSchema = z.object({ pid: z.number(), mongodbUrl: z.string().optional(), redisUrl: z.string().optional() });
type Running = z.infer<typeof runningSchema>;

/** Where MongoDB and Redis are for a process that starts neither: as the environment says, else those of the hub running here. */
export function serverUrls({ MONGODB_URL, REDIS_URL, HUB_DATA_DIR }: Config): ServerUrls {
  const running = runningHub(fileIn(HUB_DATA_DIR));
  const mongodbUrl = MONGODB_URL ?? running?.mongodbUrl;
  const redisUrl = REDIS_URL ?? running?.redisUrl;
  if (mongodbUrl === undefined || redisUrl === undefined) throw new ConfigError('no hub is running here: start one with `hub start`, or set MONGODB_URL and REDIS_URL');
  return { mongodbUrl, redisUrl };
}

/** Claims the data folder for this process; throws ConfigError while another hub starts, runs or stops on it. */
export function claimDataDir(dataDir: string): { publish(urls: ServerUrls): void; release(): void } {
  const file = fileIn(dataDir);
  mkdirSync(join(dataDir, 'run'), { recursive: true });
  setLeftoverAside(dataDir, file);
  const draft = write(file, { pid: process.pid });
  try {
    // A link is made whole or not at all, and only by the first who asks.
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new ConfigError(`a hub is already running on ${dataDir} (process ${runningHub(file)?.pid ?? 'unknown'}): stop it, or use another HUB_DATA_DIR`);
  } finally {
    rmSync(draft, { force: true });
  }
  return {
    publish: (urls) => renameSync(write(file, { pid: process.pid, ...urls }), file),
    release: () => rmSync(file, { force: true }),
  };
}

/** The claim of a hub that was killed. It is looked at again once it is out of the way: another start may have claimed the folder meanwhile. */
function setLeftoverAside(dataDir: string, file: string): void {
  if (runningHub(file) !== null || !existsSync(file)) return;
  const aside = join(dataDir, 'run', `leftover.${process.pid}.json`);
  renameSync(file, aside);
  if (runningHub(aside) !== null) linkSync(aside, file);
  rmSync(aside);
}

function write(file: string, running: Running): string {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(running), { mode: 0o600 });
  return draft;
}

function runningHub(file: string): Running | null {
  try {
    const running = runningSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    // Signal 0 asks only whether the process is there.
    process.kill(running.pid, 0);
    return running;
  } catch {
    return null;
  }
}

function fileIn(dataDir: string): string {
  return join(dataDir, 'run', 'servers.json');
}
