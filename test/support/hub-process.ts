import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

/** One process of the hub, run by `hub` with its arguments, or of a sandbox. */
export interface HubProcess {
  readonly name: string;
  /** What its ready line captured. */
  readonly announced: string;
  /** Everything it printed since it was first started. */
  output(): string;
  pid(): number;
  /** How and when it ended without being told to. */
  readonly endings: readonly string[];
  isRunning(): boolean;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** Starts it again as it was started before. */
  restart(): Promise<void>;
  /** SIGTERM; answers how long it took to end. */
  terminate(): Promise<{ readonly name: string; readonly exitCode: number | null; readonly tookMs: number }>;
}

export interface HubProcessOptions {
  readonly name: string;
  /** What is run with them; `hub` when absent. */
  readonly program?: string;
  readonly args: readonly string[];
  /** All of its environment but PATH. */
  readonly env: Readonly<Record<string, string>>;
  /** A line of its output that says it is ready. */
  readonly ready: RegExp;
  /** Started again when it ends by itself, as `hub start` does with its own. */
  readonly isKeptUp?: boolean;
}

const READY_WITHIN_MS = 240_000;
const STARTED_AGAIN_AFTER_MS = 500;

export async function startHubProcess(options: HubProcessOptions): Promise<HubProcess> {
  const { name, isKeptUp = false } = options;
  const lines: string[] = [];
  const endings: string[] = [];
  let { child, announced } = await launch(options, lines);
  let isWanted = true;
  let comingBack: Promise<void> = Promise.resolve();
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;

  async function start(): Promise<void> {
    ({ child, announced } = await launch(options, lines));
    watch();
  }
  function watch(): void {
    child.once('exit', (code, signal) => {
      if (!isWanted) return;
      endings.push(`${name} at ${new Date().toISOString()} (${signal ?? `code ${code}`})`);
      if (isKeptUp) comingBack = comeBack();
    });
  }
  async function comeBack(): Promise<void> {
    await pause(STARTED_AGAIN_AFTER_MS);
    if (isWanted) await start().catch((error: unknown) => void endings.push(`${name} could not be started again: ${String(error)}`));
  }
  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    isWanted = false;
    await comingBack;
    if (!isRunning()) return;
    child.kill(signal);
    await once(child, 'exit');
  }

  watch();
  return {
    name, endings,
    get announced() {
      return announced;
    },
    output: () => lines.join('\n'),
    pid: () => child.pid ?? 0,
    isRunning,
    kill: () => end('SIGKILL'),
    async restart() {
      isWanted = true;
      await start();
    },
    async terminate() {
      const startedAtMs = Date.now();
      await end('SIGTERM');
      return { name, exitCode: child.exitCode, tookMs: Date.now() - startedAtMs };
    },
  };
}

async function launch({ name, program = 'dist/hub/main.js', args, env, ready }: HubProcessOptions, lines: string[]): Promise<{ child: ChildProcess; announced: string }> {
  const child = spawn(process.execPath, [program, ...args], { env: { PATH: process.env['PATH'], ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  createInterface(child.stderr).on('line', (line) => lines.push(line));
  const announced = await new Promise<string>((resolve, reject) => {
    const fail = (what: string): void => {
      child.kill('SIGKILL');
      reject(new Error(`${name} ${what}:\n${lines.join('\n')}`));
    };
    const timer = setTimeout(() => fail(`was not ready within ${READY_WITHIN_MS} ms`), READY_WITHIN_MS);
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      fail(`ended (${signal ?? `code ${code}`})`);
    });
    createInterface(child.stdout).on('line', (line) => {
      lines.push(line);
      const match = ready.exec(line);
      if (!match) return;
      clearTimeout(timer);
      resolve(match[1] ?? '');
    });
  });
  return { child, announced };
}
