const TOLERANCE = 1e-6;

/** A price in lira: positive, at most two decimals. */
export function isPrice(value: unknown): value is number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) return false;
  return Math.abs(value * 100 - Math.round(value * 100)) < TOLERANCE * Math.max(1, value);
}

/** Lira rounded to kuruş, so that sums don't show binary fractions. */
export function lira(value: number): number {
  return Math.round(value * 100) / 100;
}

/** `2026-09-21T13:33:20.000+00:00`, as batch echoes and update audits spell time. */
export function toIsoWithOffset(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('Z', '+00:00');
}
