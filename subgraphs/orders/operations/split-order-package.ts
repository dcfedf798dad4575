import type { OrderCollaborators } from './collaborators.js';
import { requestAction, type RequestAction, type RequestedAction } from './request-action.js';

export interface SplitOrderPackage extends Pick<RequestAction, 'sellerId' | 'operationId' | 'orderId' | 'dryRun'> {
  readonly remotePackageId: string;
  /** What goes into a package of its own, whole lines or part of them; the rest stays together. */
  readonly lines: readonly { readonly remoteLineId: string; readonly quantity: number }[];
}

/** Divides a package that is not yet shipped in two. The marketplace gives both parts new package ids; no stock moves. */
export function splitOrderPackage(input: SplitOrderPackage, o: OrderCollaborators): Promise<RequestedAction> {
  return requestAction({ ...input, kind: 'SPLIT', parameters: {} }, o);
}
