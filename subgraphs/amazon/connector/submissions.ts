import { z } from 'zod';
import { ConnectorError } from '../../sync/connector/contract.js';
import { text } from '../../sync/connector/wire-values.js';
import { call, query } from './client.js';
import type { AmazonContext } from './credentials.js';
import { issueSchema, type AmazonIssue } from './issues.js';
import { itemsPath } from './items.js';
import type { FeedMessage } from './listings-feed.js';
import { marketplaceOf } from './marketplaces.js';

const submissionSchema = z.looseObject({ sku: text, status: z.string(), submissionId: z.string().nullish(), issues: z.array(issueSchema).nullish() });

/** ACCEPTED: queued, not live. INVALID comes with HTTP 200. */
export type Submission = { readonly kind: 'ACCEPTED' } | { readonly kind: 'INVALID'; readonly issues: readonly AmazonIssue[] };

export interface Preview {
  readonly isValid: boolean;
  readonly issues: readonly AmazonIssue[];
}

/** A call that hands in one listing: whole, patched, or taken away. */
interface SubmissionCall {
  readonly quota: 'listing-patch' | 'listing-put' | 'listing-delete';
  readonly method: 'PATCH' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
}

export async function submitItem(context: AmazonContext, message: FeedMessage, operation: string): Promise<Submission> {
  const { status, issues } = await call(context, { ...submissionCall(context, message), operation }, submissionSchema);
  if (status === 'ACCEPTED') return { kind: 'ACCEPTED' };
  if (status === 'INVALID') return { kind: 'INVALID', issues: issues ?? [] };
  throw new ConnectorError({ errorClass: 'SERVER', outcome: 'UNKNOWN', message: `Amazon answered a submission with '${status}', a word the hub does not know` });
}

/** Asks what Amazon would say to a listing, or to patches of one, without handing it in. */
export async function previewItem(context: AmazonContext, message: FeedMessage): Promise<Preview> {
  const { path, ...rest } = submissionCall(context, message);
  const answer = await call(context, { ...rest, path: `${path}&mode=VALIDATION_PREVIEW`, operation: 'listing.preview', isRead: true }, submissionSchema);
  return { isValid: answer.status === 'VALID', issues: answer.issues ?? [] };
}

/** The call by which a message of a feed would go alone. Pure. */
export function submissionCall(context: Pick<AmazonContext, 'store'>, { sku, operationType, productType, requirements, attributes, patches }: FeedMessage): SubmissionCall {
  const path = `${itemsPath(context, sku)}${query(placeOf(context))}`;
  switch (operationType) {
    case 'UPDATE':
      return { quota: 'listing-put', method: 'PUT', path, body: { productType, requirements, attributes } };
    case 'PATCH':
      return { quota: 'listing-patch', method: 'PATCH', path, body: { productType, patches } };
    case 'DELETE':
      return { quota: 'listing-delete', method: 'DELETE', path };
    default:
      return operationType satisfies never;
  }
}

function placeOf({ store }: Pick<AmazonContext, 'store'>): { marketplaceIds: string; issueLocale: string } {
  const { marketplaceId } = store.credentials;
  return { marketplaceIds: marketplaceId, issueLocale: marketplaceOf(marketplaceId).languageTag };
}
