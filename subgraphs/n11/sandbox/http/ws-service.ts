import { istanbulDay } from '../domain/istanbul-time.js';
import type { Seller } from '../domain/seller.js';
import type { N11Sandbox } from '../n11-sandbox.js';
import type { ClaimOutcome } from '../operations/decide-returns.js';
import { child, failure, success, textOf, type SoapFields } from '../soap.js';

export interface SoapCall {
  readonly sandbox: N11Sandbox;
  readonly seller: Seller;
  readonly fields: SoapFields;
}

/** Operations by name; each answers the children of its response element. */
export type SoapService = Readonly<Record<string, (call: SoapCall) => object>>;

export interface SoapPage<T> {
  readonly items: readonly T[];
  readonly pagingData: object;
}

/** Cuts the zero-based page that `pagingData` asks for. */
export function soapPage<T>(all: readonly T[], fields: SoapFields, pageSize: number): SoapPage<T> {
  const currentPage = Math.max(0, Math.trunc(Number(textOf(child(fields, 'pagingData'), 'currentPage') ?? 0)) || 0);
  return {
    items: all.slice(currentPage * pageSize, (currentPage + 1) * pageSize),
    pagingData: { currentPage, pageSize, totalCount: all.length, pageCount: Math.ceil(all.length / pageSize) },
  };
}

/** Whether a moment lies in a `<startDate/><endDate/>` pair of `DD/MM/YYYY` days; an absent or unreadable bound is open. */
export function isInPeriod(period: SoapFields, atMs: number): boolean {
  const from = istanbulDay(textOf(period, 'startDate') ?? '');
  const to = istanbulDay(textOf(period, 'endDate') ?? '');
  return (!from || atMs >= from.fromMs) && (!to || atMs <= to.toMs);
}

export function outcomeAnswer(outcome: ClaimOutcome): object {
  return outcome.problem === undefined ? success : failure(outcome.problem.code, outcome.problem.message);
}
