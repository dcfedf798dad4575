import { createHash } from 'node:crypto';

/** SHA-256 over the value with its keys in order: equal for equal payloads, however their fields were arranged. */
export function payloadDigest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(ordered({ value }))).digest('hex');
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (value instanceof Date || value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, v]) => [key, ordered(v)]),
  );
}
