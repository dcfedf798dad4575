import type { AttemptItem } from './attempt.js';

const SAMPLED_SHARE = 0.02;
const LARGEST_SAMPLE = 200;

/**
 * Which applied items of a call are read back: every quantity that went to zero, since selling those again is what hurts,
 * and two in a hundred of the rest, at least one, at most 200 in all. `random` in [0, 1) picks where the sample starts.
 */
export function verificationSample(applied: readonly AttemptItem[], random: number): string[] {
  if (applied.length === 0) return [];
  const zeros = applied.filter((item) => item.quantity?.value === 0);
  const others = applied.filter((item) => item.quantity?.value !== 0);
  const wanted = others.length === 0 ? 0 : Math.max(zeros.length === 0 ? 1 : 0, Math.floor(others.length * SAMPLED_SHARE));
  const start = Math.floor(random * others.length);
  const picked = Array.from({ length: wanted }, (_, i) => others[(start + i * Math.max(1, Math.floor(others.length / wanted))) % others.length]);
  const keys = [...zeros, ...picked].flatMap((item) => (item ? [item.remoteKey] : []));
  return [...new Set(keys)].slice(0, LARGEST_SAMPLE);
}
