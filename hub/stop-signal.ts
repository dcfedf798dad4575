import { once } from 'node:events';

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
export async function whenAskedToStop(): Promise<void> {
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
}
