import { z } from 'zod';
import { ConnectorError } from '../../sync/connector/contract.js';
import { text } from '../../sync/connector/wire-values.js';
import { call, query, type EbayContext } from './client.js';

const REMEMBERED_MS = 3_600_000;

/** What every offer has to name: where the goods are and on what terms they are sold. */
export interface SellingTerms {
  readonly merchantLocationKey: string;
  readonly fulfillmentPolicyId: string;
  readonly paymentPolicyId: string;
  readonly returnPolicyId: string;
}
const termsSchema: z.ZodType<SellingTerms> = z.object({ merchantLocationKey: z.string(), fulfillmentPolicyId: z.string(), paymentPolicyId: z.string(), returnPolicyId: z.string() });
const locationsSchema = z.looseObject({ locations: z.array(z.looseObject({ merchantLocationKey: text, merchantLocationStatus: z.string().nullish() })).nullish() });

/** Terms that some offer or some seller names, and not others. */
export type NamedTerms = { readonly [K in keyof SellingTerms]?: SellingTerms[K] | undefined };

/** What a store's offers are sold on: the terms its seller has chosen, and all of them with the account's first where there was no choice. */
export interface StoreTerms {
  readonly chosen: NamedTerms;
  readonly usual: SellingTerms;
}

/** The terms named in the credentials, else the first of the account; throws VALIDATION when the account has none. */
export async function sellingTerms(context: EbayContext): Promise<StoreTerms> {
  const { credentials, storeId } = context.store;
  const key = `ebay:terms:${storeId}:${credentials.marketplaceId}`;
  const known = await context.cache.get(key);
  const remembered = known === null ? undefined : termsSchema.safeParse(JSON.parse(known)).data;
  const found = remembered ?? (await readTerms(context));
  if (remembered === undefined) await context.cache.set(key, JSON.stringify(found), REMEMBERED_MS);
  return { chosen: credentials, usual: firstNamed(credentials, found) };
}

/**
 * The terms for an offer that has these already. Those of an offer on sale are its own, whoever set them: heavy goods may be sent otherwise than
 * the rest. One that is not on sale takes what the seller has chosen for the store, which mends terms that eBay has refused.
 */
export function termsFor({ chosen, usual }: StoreTerms, offer: { readonly terms: NamedTerms; readonly isOnSale: boolean }): SellingTerms {
  return offer.isOnSale ? firstNamed(offer.terms, usual) : firstNamed(chosen, firstNamed(offer.terms, usual));
}

function firstNamed(first: NamedTerms, rest: SellingTerms): SellingTerms {
  return {
    merchantLocationKey: first.merchantLocationKey ?? rest.merchantLocationKey,
    fulfillmentPolicyId: first.fulfillmentPolicyId ?? rest.fulfillmentPolicyId,
    paymentPolicyId: first.paymentPolicyId ?? rest.paymentPolicyId,
    returnPolicyId: first.returnPolicyId ?? rest.returnPolicyId,
  };
}

async function readTerms(context: EbayContext): Promise<SellingTerms> {
  return {
    merchantLocationKey: context.store.credentials.merchantLocationKey ?? (await firstLocation(context)),
    fulfillmentPolicyId: await policyId(context, 'fulfillment'),
    paymentPolicyId: await policyId(context, 'payment'),
    returnPolicyId: await policyId(context, 'return'),
  };
}

async function firstLocation(context: EbayContext): Promise<string> {
  const { locations } = await call(context, { endpoint: 'inventory', operation: 'account.locations', method: 'GET', path: '/sell/inventory/v1/location' }, locationsSchema);
  const enabled = (locations ?? []).find(({ merchantLocationStatus }) => merchantLocationStatus === 'ENABLED');
  if (enabled === undefined) throw missing('an enabled inventory location');
  return enabled.merchantLocationKey;
}

async function policyId(context: EbayContext, kind: 'fulfillment' | 'payment' | 'return'): Promise<string> {
  const chosen = context.store.credentials[`${kind}PolicyId`];
  if (chosen !== undefined) return chosen;
  const shape = z.looseObject({ [`${kind}Policies`]: z.array(z.looseObject({ [`${kind}PolicyId`]: text })).nullish() });
  const path = `/sell/account/v1/${kind}_policy${query({ marketplace_id: context.store.credentials.marketplaceId })}`;
  const answer: Readonly<Record<string, unknown>> = await call(context, { endpoint: 'account', operation: 'account.policies', method: 'GET', path }, shape);
  const [first] = (answer[`${kind}Policies`] ?? []) as readonly Readonly<Record<string, string>>[];
  const id = first?.[`${kind}PolicyId`];
  if (id === undefined) throw missing(`a ${kind} policy for ${context.store.credentials.marketplaceId}`);
  return id;
}

function missing(what: string): ConnectorError {
  return new ConnectorError({ errorClass: 'VALIDATION', outcome: 'REFUSED', message: `this eBay account has not ${what} yet; make one in the seller hub`, issueCode: 'ACCOUNT_NOT_READY' });
}
