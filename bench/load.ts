import { Pool } from 'undici';

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
  const startedMs = performance.now();
  const untilMs = startedMs + forMs;
  let answered = 0;
  let right: string | undefined;
  const client = async (): Promise<void> => {
    while (performance.now() < untilMs) {
      const response = await pool.request({ path: pathname, method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
      const answer = await response.body.text();
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
