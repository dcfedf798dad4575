import { ConnectorError } from './connector-error.js';
import type { CategoryAttribute, ForeseenRefusal, ItemResult, ListingDraft } from './contract.js';

/** Names of the attributes that a category requires and a draft's mapping gives no value for. */
export function missingAttributes({ mapping }: Pick<ListingDraft, 'mapping'>, wanted: readonly CategoryAttribute[]): string[] {
  const given = new Set(mapping.attributes.flatMap(({ attributeId, valueId, customValue }) => (valueId !== null || (customValue ?? '').trim() !== '' ? [attributeId] : [])));
  return wanted.flatMap(({ id, name, required }) => (required && !given.has(id) ? [name] : []));
}

/** Drafts that lack something their category requires. A category that the marketplace does not know is left to it to judge. */
export async function draftsLacking(drafts: readonly ListingDraft[], { attributesOf, at }: { readonly attributesOf: (categoryId: string) => Promise<readonly CategoryAttribute[]>; readonly at: Date }): Promise<ForeseenRefusal[]> {
  const judged = drafts.map(async (draft) => ({ draft, missing: missingAttributes(draft, await attributesOf(draft.mapping.categoryId).catch(noneIfUnknown)) }));
  return (await Promise.all(judged)).flatMap(({ draft: { remoteKey }, missing }) =>
    missing.length === 0 ? [] : [{ remoteKey, issue: { code: 'ATTRIBUTE_MISSING' as const, message: `The category wants a value for: ${missing.join(', ')}.`, retryable: false, at } }],
  );
}

function noneIfUnknown(error: unknown): readonly CategoryAttribute[] {
  if (error instanceof ConnectorError && error.errorClass === 'VALIDATION') return [];
  throw error;
}

/** The drafts that nothing was foreseen of. */
export function withoutRefused(drafts: readonly ListingDraft[], refused: readonly ForeseenRefusal[]): readonly ListingDraft[] {
  const keys = new Set(refused.map(({ remoteKey }) => remoteKey));
  return drafts.filter(({ remoteKey }) => !keys.has(remoteKey));
}

export function refusalResults(refused: readonly ForeseenRefusal[]): ItemResult[] {
  return refused.map(({ remoteKey, issue, retryAfterMs }) => ({ remoteKey, ok: false, issue, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }));
}
