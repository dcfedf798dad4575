import type { ConflictId, OperationId, SellerId } from '../../../platform/ids.js';
import { type UserError, userError } from '../../../platform/subgraph/user-error.js';
import type { Conflict, ConflictDecision } from '../domain/conflict.js';
import { withDecision } from '../domain/listing-conflicts.js';
import { CATALOG_CODES } from '../domain/refusals.js';
import type { CatalogDeps } from './catalog-deps.js';
import { changeListings } from './change-listings.js';
import { noteConflicts } from './note-conflicts.js';
import type { WriteOutcome } from './write-outcome.js';

interface ResolveConflicts {
  readonly sellerId: SellerId;
  readonly conflictIds: readonly ConflictId[];
}

interface DecideConflicts extends ResolveConflicts {
  readonly operationId: OperationId;
  readonly keyId: string;
  readonly decision: ConflictDecision;
}

/** Which of the conflicts can be decided, and what stands against the others. */
export async function openConflicts({ conflicts }: Pick<CatalogDeps, 'conflicts'>, { sellerId, conflictIds }: ResolveConflicts, operationId: OperationId | null = null): Promise<{ readonly open: readonly Conflict[]; readonly userErrors: readonly UserError[] }> {
  const known = new Map((await conflicts.ofSeller(sellerId, conflictIds)).map((conflict) => [conflict._id, conflict]));
  const isDecidable = (conflict: Conflict | undefined): conflict is Conflict => conflict?.state === 'OPEN' || (conflict?.decidedBy?.kind === 'KEY' && conflict.decidedBy.operationId === operationId);
  const open = [...known.values()].filter(isDecidable);
  return { open, userErrors: conflictIds.flatMap((id, index) => (isDecidable(known.get(id)) ? [] : [refusalOf(id, index, known.get(id))])) };
}

/** Ends conflicts as somebody decided. Running the same operation again changes nothing; one that has closed meanwhile stays as it ended. */
export async function resolveConflicts(deps: CatalogDeps, { operationId, keyId, decision, ...which }: DecideConflicts): Promise<WriteOutcome> {
  const { open } = await openConflicts(deps, which, operationId);
  const given = await deps.listings.byIds([...new Set(open.map(({ listingId }) => listingId))]);
  const revisions = new Map((await deps.variants.byIds(given.map(({ variantId }) => variantId))).map(({ _id, priceRevision }) => [_id, priceRevision]));
  const at = deps.clock.now();
  const decided = { decision, decidedBy: { kind: 'KEY', keyId, operationId }, at } as const;
  const { listings } = await changeListings(deps, given, at, (listing) => open.reduce((next, { _id }) => withDecision(next, _id, { ...decided, priceRevision: revisions.get(listing.variantId) ?? 0 }), listing));
  const adjusted = await noteConflicts(deps, listings);
  // Read anew: a conflict may have ended by itself a moment before it was decided.
  const { userErrors } = await openConflicts(deps, which, operationId);
  const variants = await deps.variants.byIds([...new Set(given.map(({ variantId }) => variantId))]);
  const carrying = (await deps.listings.byIds(listings.map(({ _id }) => _id))).flatMap(({ price, quantity }) => [price, quantity]).filter(({ desired }) => desired.operationId === operationId);
  return { variants, storeIds: [...new Set([...adjusted, ...listings.flatMap(({ storeId, dueAt }) => (dueAt ? [storeId] : []))])], listings: carrying.length, userErrors };
}

function refusalOf(id: ConflictId, index: number, conflict: Conflict | undefined): UserError {
  const about = { field: ['input', 'conflictIds', String(index)], itemRef: id };
  if (!conflict) return userError({ ...about, code: CATALOG_CODES.UNKNOWN_CONFLICT, message: `there is no conflict '${id}'` });
  const how = conflict.state === 'VANISHED' ? 'both sides had the same value again' : `${conflict.decision === 'HUB' ? "the hub's" : "the marketplace's"} value was kept`;
  return userError({ ...about, code: CATALOG_CODES.CONFLICT_CLOSED, message: `the conflict ended at ${conflict.closedAt?.toISOString() ?? 'a time nobody noted'}: ${how}` });
}
