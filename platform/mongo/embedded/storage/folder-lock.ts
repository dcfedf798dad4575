import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const heldHere = new Set<string>();

/**
 * Keeps a data folder to one process: counts and definitions are held in memory, so two would overwrite each other's. The
 * lock of a process that was killed is taken over. Throws when another process that lives holds it; returns the release.
 */
export function lockFolder(path: string): () => void {
  mkdirSync(path, { recursive: true });
  const file = join(path, 'server.pid');
  const holder = holderOf(file);
  if (heldHere.has(file) || (holder !== undefined && holder !== process.pid && isAlive(holder))) {
    throw new Error(`${path} is in use by process ${holder ?? process.pid}; if that is another program, delete ${file}`);
  }
  writeFileSync(file, String(process.pid));
  heldHere.add(file);
  return () => {
    heldHere.delete(file);
    rmSync(file, { force: true });
  };
}

function holderOf(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
