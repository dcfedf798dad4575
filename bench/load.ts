import { Pool } from 'undici';
import { post } from '../gateway/clients/post.js';

export interface LoadOptions {
  url: string;
  body: string;
  headers?: Record<string, string>;
  inFlight: number;
  forMs: number;
  /** The first answer is looked at; one that is not right, or one that differs from it later, fails the run. */
  isRight: (body: never) => boolean;
}

/** Requests answered per second with so many always under way. */
export async function measureRate({ url, body, headers = {}, inFlight, forMs, isRight }: LoadOptions): Promise<number> {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: inFlight });
  const allHeaders = { 'content-type': 'application/json', ...headers };
  const startedMs = performance.now();
  const untilMs = startedMs + forMs;
  let answered = 0;
  let right: string | undefined;
  const client = async (): Promise<void> => {
    while (performance.now() < untilMs) {
      const { text: answer } = await post(pool, { path: pathname, headers: allHeaders, body, timeoutMs: 30_000, timeout: () => new Error('no answer within 30 s') });
      right ??= isRight(JSON.parse(answer) as never) ? answer : undefined;
      if (answer !== right) throw new Error(`not the whole answer: ${answer.slice(0, 500)}`);
      answered += 1;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, client));
  const rate = answered / ((performance.now() - startedMs) / 1000);
  await pool.close();
  return rate;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
