import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** One process of the hub, run by `hub` with its arguments, or of a sandbox. */
export interface HubProcess {
  readonly name: string;
  /** What its ready line captured. */
  readonly announced: string;
  /** Everything it printed since it was first started. */
  output(): string;
  pid(): number;
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
}

const READY_WITHIN_MS = 240_000;

export async function startHubProcess(options: HubProcessOptions): Promise<HubProcess> {
  const { name } = options;
  const lines: string[] = [];
  let { child, announced } = await launch(options, lines);
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    if (!isRunning()) return;
    child.kill(signal);
    await once(child, 'exit');
  };
  return {
    name,
    get announced() {
      return announced;
    },
    output: () => lines.join('\n'),
    pid: () => child.pid ?? 0,
    isRunning,
    kill: () => end('SIGKILL'),
    async restart() {
      ({ child, announced } = await launch(options, lines));
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
