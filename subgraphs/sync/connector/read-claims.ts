import { createHash } from 'node:crypto';
import { z } from 'zod';
import { UNTOLD, type RemoteClaim } from './claim-port.js';
import { text } from './wire-values.js';

export interface ClaimReading<T> {
  readonly rows: readonly unknown[];
  readonly shape: z.ZodType<T>;
  readonly toClaim: (row: T) => RemoteClaim;
  readonly kind: RemoteClaim['kind'];
  /** Where the marketplace writes the claim's own id and the order's number. */
  readonly claimField: string;
  readonly orderField: string;
  readonly now: Date;
}

/** Reads each claim by itself, so that one of another shape takes no other with it: that one is told by what names it. */
export function readClaims<T>({ rows, shape, toClaim, kind, claimField, orderField, now }: ClaimReading<T>): RemoteClaim[] {
  const names = z.looseObject({ [claimField]: text.nullish().catch(null), [orderField]: text.nullish().catch(null) });
  return rows.map((row) => {
    const parsed = shape.safeParse(row);
    if (parsed.success) return toClaim(parsed.data);
    const named = names.safeParse(row).data ?? {};
    const told = strangeClaim({ kind, remoteClaimId: nameIn(named[claimField]) ?? namelessId(row), remoteOrderId: nameIn(named[orderField]) ?? '', now });
    return { ...told, unreadable: `'${parsed.error.issues[0]?.path.join('.') ?? ''}' cannot be read` };
  });
}

/** It is there; nobody can say how it stands. */
export function strangeClaim({ kind, remoteClaimId, remoteOrderId, now }: Pick<RemoteClaim, 'kind' | 'remoteClaimId' | 'remoteOrderId'> & { readonly now: Date }): RemoteClaim {
  return { remoteClaimId, remoteOrderId, kind, state: 'UNKNOWN', status: '', ...UNTOLD, lines: [], createdAt: now, changedAt: now };
}

function nameIn(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** The same for the same row, so that a page read again tells no other claim. */
function namelessId(row: unknown): string {
  return `unreadable-${createHash('sha256').update(JSON.stringify(row)).digest('hex').slice(0, 12)}`;
}
