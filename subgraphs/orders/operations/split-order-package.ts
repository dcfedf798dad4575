import type { OrdersDeps } from './orders-deps.js';
import { requestAction, type RequestAction, type RequestedAction } from './request-action.js';

export interface SplitOrderPackage extends Pick<RequestAction, 'sellerId' | 'operationId' | 'orderId' | 'dryRun'> {
  readonly remotePackageId: string;
  /** What goes into a package of its own, whole lines or part of them; the rest stays together. */
  readonly lines: readonly { readonly remoteLineId: string; readonly quantity: number }[];
}

/** Divides a package that is not yet shipped in two. The marketplace gives both parts new package ids; no stock moves. */
export function splitOrderPackage(deps: OrdersDeps, input: SplitOrderPackage): Promise<RequestedAction> {
  return requestAction(deps, { ...input, kind: 'SPLIT', parameters: {} });
}
