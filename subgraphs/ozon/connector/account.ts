import { z } from 'zod';
import type { ForeseenTrouble } from '../../sync/connector/contract.js';
import { call, type OzonContext } from './client.js';

const DAY_MS = 86_400_000;
/** New keys live three months; a month is time to make another. */
const WARN_AHEAD_MS = 30 * DAY_MS;

const rolesSchema = z.looseObject({
  roles: z.array(z.looseObject({ name: z.string().default(''), methods: z.array(z.string()).nullish() })),
  expires_at: z.string().nullish(),
});

/** What Ozon says of the store's API key. */
export interface KeyState {
  readonly roles: readonly string[];
  /** Null when Ozon names no end. */
  readonly expiresAt: Date | null;
  /** Whole days left, 0 on the last; null without an end. */
  readonly daysLeft: number | null;
  /** What to do about the key before it ends; null while there is time. */
  readonly warning: string | null;
}

export async function readKeyState(context: OzonContext): Promise<KeyState> {
  const { roles, expires_at } = await call(context, 'account.roles', {}, rolesSchema);
  const endMs = Date.parse(expires_at ?? '');
  const expiresAt = Number.isNaN(endMs) ? null : new Date(endMs);
  return { roles: roles.map(({ name }) => name), ...endOf(expiresAt, context.now()) };
}

export async function foreseeKeyEnd(context: OzonContext): Promise<ForeseenTrouble[]> {
  const { expiresAt, warning } = await readKeyState(context);
  return warning === null ? [] : [{ code: 'KEY_ENDS_SOON', message: warning, dueAt: expiresAt }];
}

function endOf(expiresAt: Date | null, now: Date): Omit<KeyState, 'roles'> {
  if (expiresAt === null) return { expiresAt, daysLeft: null, warning: null };
  const leftMs = expiresAt.getTime() - now.getTime();
  const daysLeft = Math.max(0, Math.floor(leftMs / DAY_MS));
  const isNear = leftMs < WARN_AHEAD_MS;
  return { expiresAt, daysLeft, warning: isNear ? `The API key ends on ${expiresAt.toISOString().slice(0, 10)}: make a new one in the Ozon cabinet and connect the store again with it.` : null };
}
