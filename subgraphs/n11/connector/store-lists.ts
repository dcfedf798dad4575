import { z } from 'zod';
import { callSoap, type N11Context, type SoapCall } from './client.js';
import { rowsOf, textOf, type SoapFields } from './soap.js';

/** These lists change rarely. */
const KEPT_MS = 3_600_000;

/** What N11 lets a seller give as a reason, in Turkish. */
export interface N11Reason {
  readonly id: string;
  readonly name: string;
}

export interface N11ShipmentCompany {
  readonly id: string;
  readonly name: string;
  readonly shortName: string | null;
}

export type ReasonList = 'RETURN_DENY' | 'RETURN_POSTPONE' | 'CANCEL_DENY';

const reasonCalls = {
  RETURN_DENY: { service: 'returnService', operation: 'ClaimReturnDenyReasonTypes', list: 'denyReasonTypeDataList', row: 'denyReasonTypeData' },
  RETURN_POSTPONE: { service: 'returnService', operation: 'ClaimReturnPendingReasonTypes', list: 'pendingReasonTypeDataList', row: 'pendingReasonTypeData' },
  CANCEL_DENY: { service: 'claimCancelService', operation: 'ClaimCancelDenyReasonType', list: 'denyReasonTypeDataList', row: 'denyReasonTypeData' },
} as const;

/** Kept for an hour. */
export function readReasons(context: N11Context, which: ReasonList): Promise<readonly N11Reason[]> {
  const { service, operation, list, row } = reasonCalls[which];
  return kept(context, { service, operation }, z.array(z.object({ id: z.string(), name: z.string() })), (answer) =>
    reasonRows(answer, list, row).flatMap((reason) => {
      const [id, name] = [textOf(reason, 'id'), textOf(reason, 'value')];
      return id === undefined ? [] : [{ id, name: name ?? '' }];
    }),
  );
}

/** The carriers that N11 knows; kept for an hour. */
export function readShipmentCompanies(context: N11Context): Promise<readonly N11ShipmentCompany[]> {
  const shape = z.array(z.object({ id: z.string(), name: z.string(), shortName: z.string().nullable() }));
  return kept(context, { service: 'shipmentCompanyService', operation: 'GetShipmentCompanies' }, shape, (answer) =>
    rowsOf(answer, 'shipmentCompanies', 'shipmentCompany').flatMap((row) => {
      const [id, name] = [textOf(row, 'id'), textOf(row, 'name')];
      return id === undefined ? [] : [{ id, name: name ?? '', shortName: textOf(row, 'shortName') ?? null }];
    }),
  );
}

/** N11 repeats the list itself once for each reason, without the wrapper that its WSDL declares: both are read. */
function reasonRows(answer: SoapFields, list: string, row: string): readonly SoapFields[] {
  const told = answer[list];
  const lists: unknown[] = Array.isArray(told) ? told : [told];
  const rows = lists.filter((one): one is SoapFields => typeof one === 'object' && one !== null);
  return rows.flatMap((one) => (one[row] === undefined ? [one] : rowsOf({ one }, 'one', row)));
}

async function kept<T extends readonly unknown[]>(context: N11Context, call: Pick<SoapCall, 'service' | 'operation'>, shape: z.ZodType<T>, read: (answer: SoapFields) => T): Promise<T> {
  const key = `n11:list:${context.store.storeId}:${call.operation}`;
  const known = await context.cache.get(key);
  if (known !== null) return shape.parse(JSON.parse(known));
  const rows = read(await callSoap(context, { ...call, fields: {}, reads: true }));
  if (rows.length > 0) await context.cache.set(key, JSON.stringify(rows), KEPT_MS);
  return rows;
}
