import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ChildOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly dataDir: string;
  /** A line of its output that says it is ready; a capture group becomes the outcome of `start`. */
  readonly ready: RegExp;
  readonly readyWithinMs?: number;
  /** Started again when it ends by itself, after pauses that grow from 250 ms to 5 s. */
  readonly restart: boolean;
  /** Having lived so long it is thought sound: the next pause is the shortest again. 60,000 by default. */
  readonly soundAfterMs?: number;
  /** `pauseMs`: how long it was gone before it is started now. */
  readonly onRestart?: (name: string, pauseMs: number) => void;
}

export interface Child {
  /** What the ready line captured. */
  readonly announced: string;
  pid(): number | undefined;
  /** SIGTERM, then SIGKILL after `withinMs`. */
  stop(withinMs: number): Promise<void>;
}

const SHORTEST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;
const SOUND_AFTER_MS = 60_000;
const RELAUNCHED_STOP_MS = 3_000;
const UNREADY_STOP_MS = 3_000;
/** A child that cannot start ends by itself; this is for one that hangs, and longer than a busy machine needs. */
const READY_WITHIN_MS = 90_000;

/**
 * Starts a process of the hub's own and keeps it: output goes to `DATA/logs/NAME.log`, its pid to `DATA/run/NAME.pid`,
 * so that one left behind by a killed hub is ended before a new one starts. It runs in a process group of its own:
 * Ctrl-C reaches the hub alone, which then ends its children in order.
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { name, dataDir, restart, soundAfterMs = SOUND_AFTER_MS } = options;
  mkdirSync(join(dataDir, 'logs'), { recursive: true });
  mkdirSync(join(dataDir, 'run'), { recursive: true });
  const pidFile = join(dataDir, 'run', `${name}.pid`);
  await endLeftover(pidFile, options);
  let stopping = false;
  let { child, announced } = await launch(options, pidFile);
  const keep = async (): Promise<void> => {
    let readyAtMs = performance.now();
    for (let failures = 0; ; failures++) {
      await exited(child);
      if (stopping || !restart) return;
      if (performance.now() - readyAtMs >= soundAfterMs) failures = 0;
      const pauseMs = Math.min(LONGEST_PAUSE_MS, SHORTEST_PAUSE_MS * 2 ** failures);
      await sleep(pauseMs);
      // A stop may have come during the pause.
      // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition
      if (stopping) return;
      options.onRestart?.(name, pauseMs);
      ({ child, announced } = await launch(options, pidFile).catch(() => ({ child, announced })));
      // Also of one that never was: the wait for it is no life.
      readyAtMs = performance.now();
      // A stop that came during the launch has ended only the process before it.
      // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition
      if (stopping) await end(child, RELAUNCHED_STOP_MS);
    }
  };
  const kept = keep();
  return {
    announced,
    pid: () => child.pid,
    async stop(withinMs) {
      stopping = true;
      await end(child, withinMs);
      await kept;
      rmSync(pidFile, { force: true });
    },
  };
}

async function launch({ name, command, args, env, dataDir, ready, readyWithinMs = READY_WITHIN_MS }: ChildOptions, pidFile: string): Promise<{ child: ChildProcess; announced: string }> {
  const log = createWriteStream(join(dataDir, 'logs', `${name}.log`), { flags: 'a' });
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, env: { ...process.env, ...env } });
  await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  writeFileSync(pidFile, String(child.pid));
  child.stderr.pipe(log, { end: false });
  const lastLines: string[] = [];
  const announced = new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      log.write(`${line}\n`);
      lastLines.push(line);
      if (lastLines.length > 10) lastLines.shift();
      const match = ready.exec(line);
      if (match) resolve(match[1] ?? '');
    });
    const report = (what: string) => reject(new Error(`${name} ${what}; its last words:\n${lastLines.join('\n')}\n(more in ${join(dataDir, 'logs', `${name}.log`)})`));
    const timer = setTimeout(() => report(`was not ready within ${readyWithinMs / 1000} s`), readyWithinMs).unref();
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      report(`ended early (${signal ?? `code ${code}`})`);
    });
  });
  try {
    return { child, announced: await announced };
  } catch (error) {
    await end(child, UNREADY_STOP_MS);
    throw error;
  }
}

/** Ends a process an earlier hub left running, if the pid still belongs to the same command. */
async function endLeftover(pidFile: string, { command, args }: ChildOptions): Promise<void> {
  const pid = readPid(pidFile);
  if (pid === null) return;
  const isOurs = commandLineOf(pid).includes([command, ...args].join(' ').slice(0, 60));
  if (!isOurs) return;
  process.kill(pid, 'SIGTERM');
  for (let waitedMs = 0; waitedMs < 5_000 && commandLineOf(pid) !== ''; waitedMs += 50) await sleep(50);
  if (commandLineOf(pid) !== '') process.kill(pid, 'SIGKILL');
}

function readPid(pidFile: string): number | null {
  try {
    return Number(readFileSync(pidFile, 'utf8')) || null;
  } catch {
    return null;
  }
}

function commandLineOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

async function end(child: ChildProcess, withinMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), withinMs);
  await exited(child);
  clearTimeout(timer);
}

async function exited(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
