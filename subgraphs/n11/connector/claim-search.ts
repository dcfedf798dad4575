import { latestStamp } from '../../sync/connector/marketplace-clock.js';
import type { ClaimKind } from './claim-to-domain.js';
import { callSoap, type N11Context } from './client.js';
import { istanbulSlashDate } from './istanbul-date.js';
import { childOf, rowsOf, textOf, type SoapFields, type SoapInput } from './soap.js';

/** N11's service, call and element for each kind of claim. */
const lists = {
  RETURN: { service: 'returnService', operation: 'ClaimReturnList', list: 'claimReturnList', row: 'claimReturn' },
  CANCEL: { service: 'claimCancelService', operation: 'ClaimCancelList', list: 'claimCancelList', row: 'claimCancel' },
} as const;

export interface ClaimSearch {
  readonly kind: ClaimKind;
  /** N11 filters by the day a claim was made. */
  readonly from: Date;
  /** From 0, 20 rows each. */
  readonly page: number;
  /** Of one order only. */
  readonly orderNumber?: string;
  /** In N11's word; all when absent. */
  readonly status?: string;
}

export interface ClaimPage {
  readonly rows: readonly SoapFields[];
  readonly pageCount: number;
}

/** A page of claims, as N11 has them now. */
export async function searchClaims(context: N11Context, search: ClaimSearch): Promise<ClaimPage> {
  const { service, operation, list, row } = lists[search.kind];
  const answer = await callSoap(context, { service, operation, fields: fieldsOf(search, latestStamp(context)), reads: true });
  return { rows: rowsOf(answer, list, row), pageCount: Number(textOf(childOf(answer, 'pagingData'), 'pageCount') ?? 0) };
}

function fieldsOf({ kind, from, page, orderNumber, status = 'ALL' }: ClaimSearch, until: Date): SoapInput {
  const period = { startDate: istanbulSlashDate(from), endDate: istanbulSlashDate(until) };
  const pagingData = { currentPage: page };
  const named = orderNumber === undefined ? {} : { searchInfoType: 'ORDERID', searchQuery: orderNumber };
  const when = kind === 'RETURN' ? { period, sender: 'ALL' } : { searchDate: { searchDateType: 'REQUEST', period } };
  return { searchData: { status, ...named, ...when }, pagingData };
}
