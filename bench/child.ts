import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Child {
  /** What the child sent first: where it listens. */
  readonly ready: Record<string, string>;
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

/** Starts a module of this folder in a process of its own; it says where it listens with `tellReady`. */
export async function startChild(module: string, argument: unknown): Promise<Child> {
  const child = fork(fileURLToPath(new URL(module, import.meta.url)), [JSON.stringify(argument)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [ready] = (await once(child, 'message')) as [Record<string, string>];
  return {
    ready,
    process: child,
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

/** Of the child: the argument it was started with. */
export function argumentOfChild(): Record<string, string> {
  return JSON.parse(process.argv[2] ?? '{}') as Record<string, string>;
}

export function tellReady(ready: Record<string, string>): void {
  process.send?.(ready);
}
