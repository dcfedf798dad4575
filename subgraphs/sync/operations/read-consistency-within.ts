import type { StoreId } from '../../../platform/ids.js';
import { totalOf } from '../domain/certificate.js';
import { consistencyOf, type FieldConsistency } from '../domain/consistency.js';
import type { CertificateStore } from '../store/certificate-store.js';

const FIELDS = ['price', 'quantity'] as const;

/** How a store stood at the end of a time, and what its sweeps in that time found. */
export interface ConsistencyWithin {
  /** By the last sweep that had finished by then; empty when there was none. */
  readonly fields: readonly FieldConsistency[];
  /** Sweeps that finished in that time, and the values they found to differ, set right, and had to leave. */
  readonly sweeps: number;
  readonly different: number;
  readonly repaired: number;
  readonly left: number;
}

/** From the certificates of sweeps that finished from `from` up to before `to`, and the last one before `to`. */
export async function readConsistencyWithin({ certificates }: { readonly certificates: Pick<CertificateStore, 'finishedWithin' | 'latestBefore'> }, { storeId, from, to }: { readonly storeId: StoreId; readonly from: Date; readonly to: Date }): Promise<ConsistencyWithin> {
  const last = await certificates.latestBefore(storeId, to);
  let sum = { sweeps: 0, different: 0, repaired: 0, left: 0 };
  for await (const certificate of certificates.finishedWithin({ storeId, from, to })) {
    const different = FIELDS.reduce((found, field) => found + totalOf(certificate, field).different, 0);
    sum = { sweeps: sum.sweeps + 1, different: sum.different + different, repaired: sum.repaired + certificate.repaired, left: sum.left + certificate.left };
  }
  return { ...sum, fields: last ? FIELDS.map((field) => consistencyOf(last, field, { onSale: last.onSale ?? 0, now: to })) : [] };
}
