import { createHash } from 'node:crypto';

/** The same for the same call, whatever the order of its fields; says nothing of what is in it. */
export function payloadDigest(payload: unknown): string {
  return createHash('sha256').update(JSON.stringify(payload, sortedKeys)).digest('hex');
}

function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
