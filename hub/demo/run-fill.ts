import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface FillRun {
  /** Rejects when the process fails. */
  readonly done: Promise<void>;
  stop(): Promise<void>;
}

/** Runs `hub demo URL` and repeats what it says. In a process group of its own, so that Ctrl-C reaches the hub alone. */
export function runFill({ hubCommand: [command = '', ...args], url, env, say }: { hubCommand: readonly string[]; url: string; env: Readonly<Record<string, string>>; say: (text: string) => void }): FillRun {
  const child = spawn(command, [...args, 'demo', url], { stdio: ['ignore', 'pipe', 'pipe'], detached: true, env: { ...process.env, ...env } });
  createInterface(child.stdout).on('line', say);
  createInterface(child.stderr).on('line', say);
  const exited = once(child, 'exit');
  const done = exited.then(([code]) => {
    if (code !== 0) throw new Error('the demo seller could not be filled');
  });
  // Whoever stops it before it is done is not told how it ended.
  done.catch(() => undefined);
  return {
    done,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await exited;
    },
  };
}
