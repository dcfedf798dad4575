import { readFile } from 'node:fs/promises';

/** Linux counts in hundredths of a second, whatever the kernel's own clock. */
const MS_PER_TICK = 10;

/** Processor time that processes have used since they began, all their threads together. Linux only. */
export async function processorMs(pids: readonly number[]): Promise<number> {
  const used = await Promise.all(pids.map(async (pid) => ticksOf(await readFile(`/proc/${pid}/stat`, 'utf8'))));
  return MS_PER_TICK * used.reduce((sum, ticks) => sum + ticks, 0);
}

/** The program's name, in brackets, may hold blanks and brackets of its own. */
function ticksOf(stat: string): number {
  const [user, system] = stat.slice(stat.lastIndexOf(')') + 2).split(' ').slice(11, 13);
  return Number(user) + Number(system);
}
