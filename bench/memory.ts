import { readFile } from 'node:fs/promises';
import { startRunningHub } from '../test/support/running-hub.js';
import type { BenchResult } from './bench-result.js';

const ROUNDS = 300;

/** Resident memory of the serving process with the whole demo seller, after some hundred mixed queries. */
export async function benchMemory(): Promise<BenchResult[]> {
  const hub = await startRunningHub({ products: 520, readyWithinMs: 120_000 });
  try {
    for (let round = 0; round < ROUNDS; round++) {
      await hub.client.data('{ products(first: 50) { nodes { id title variants { sku stock { available } } } } orders(first: 50) { nodes { id status } } stores { nodes { id name } } }');
    }
    const megabytes = (await residentKilobytes(hub.servingPid)) / 1024;
    return [{ name: 'serving process, resident memory with the demo seller (lower is better)', figure: Math.round(megabytes), unit: 'MB', target: { atMost: 350 } }];
  } finally {
    await hub.stop();
  }
}

async function residentKilobytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);
}
