import { z } from 'zod';
import { ConnectorError } from '../../sync/connector/contract.js';
import { text } from '../../sync/connector/wire-values.js';
import { call, query } from './client.js';
import type { AmazonContext } from './credentials.js';
import { issueSchema, type AmazonIssue } from './issues.js';
import { itemsPath } from './items.js';
import { MARKETPLACES } from './marketplaces.js';
import type { Patch } from './offer-patches.js';

const submissionSchema = z.looseObject({ sku: text, status: z.string(), submissionId: z.string().nullish(), issues: z.array(issueSchema).nullish() });

/** ACCEPTED: queued, not live. INVALID comes with HTTP 200. */
export type Submission = { readonly kind: 'ACCEPTED' } | { readonly kind: 'INVALID'; readonly issues: readonly AmazonIssue[] };

export interface Preview {
  readonly isValid: boolean;
  readonly issues: readonly AmazonIssue[];
}

export interface WholeListing {
  readonly productType: string;
  readonly requirements: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export function patchItem(context: AmazonContext, sku: string, patches: readonly Patch[]): Promise<Submission> {
  return submit(context, { quota: 'listing-patch', operation: 'offers.push', method: 'PATCH', sku, body: { productType: 'PRODUCT', patches } });
}

export function putItem(context: AmazonContext, sku: string, listing: WholeListing): Promise<Submission> {
  return submit(context, { quota: 'listing-put', operation: 'content.publish', method: 'PUT', sku, body: listing });
}

export function deleteItem(context: AmazonContext, sku: string): Promise<Submission> {
  return submit(context, { quota: 'listing-delete', operation: 'content.withdraw', method: 'DELETE', sku });
}

/** Asks what Amazon would say to a whole listing, without handing it in. */
export async function previewItem(context: AmazonContext, sku: string, listing: WholeListing): Promise<Preview> {
  const path = `${itemsPath(context, sku)}${query({ ...placeOf(context), mode: 'VALIDATION_PREVIEW' })}`;
  const answer = await call(context, { quota: 'listing-put', operation: 'listing.preview', method: 'PUT', path, body: listing, isRead: true }, submissionSchema);
  return { isValid: answer.status === 'VALID', issues: answer.issues ?? [] };
}

async function submit(context: AmazonContext, o: { quota: 'listing-patch' | 'listing-put' | 'listing-delete'; operation: string; method: 'PATCH' | 'PUT' | 'DELETE'; sku: string; body?: unknown }): Promise<Submission> {
  const { quota, operation, method, sku, body } = o;
  const path = `${itemsPath(context, sku)}${query(placeOf(context))}`;
  const { status, issues } = await call(context, { quota, operation, method, path, ...(body === undefined ? {} : { body }) }, submissionSchema);
  if (status === 'ACCEPTED') return { kind: 'ACCEPTED' };
  if (status === 'INVALID') return { kind: 'INVALID', issues: issues ?? [] };
  throw new ConnectorError({ errorClass: 'SERVER', outcome: 'UNKNOWN', message: `Amazon answered a submission with '${status}', a word the hub does not know` });
}

function placeOf({ store }: AmazonContext): { marketplaceIds: string; issueLocale: string } {
  const { marketplaceId } = store.credentials;
  return { marketplaceIds: marketplaceId, issueLocale: MARKETPLACES[marketplaceId]?.languageTag ?? 'en_GB' };
}
