import type { FastifyRequest } from 'fastify';
import { noContent, type EbaySandbox } from '../ebay-sandbox.js';
import { asJson } from '../json.js';
import { revise } from '../inventory/revisions.js';
import { refuseNowAndThen } from '../inventory/save-item.js';
import { findItem, groupsOf, liveListingOf, offersOf, putGroup } from '../inventory/shelf.js';
import type { ItemGroup, Json, Listing } from '../market.js';
import { inventoryError, refusal } from '../wire-errors.js';
import { sellerOf } from './authenticate.js';
import { contentLanguageOf } from './item-routes.js';

const PATH = '/sell/inventory/v1/inventory_item_group/:key';
const MOST_MEMBERS = 250;

/** Item groups: the variants of one listing. */
export function installGroupRoutes(sandbox: EbaySandbox): void {
  const { market } = sandbox;
  const { app } = sandbox.kit;
  type Keyed = { Params: { key: string }; Body: Json };

  app.put<Keyed>(PATH, (request, reply) => {
    const { username } = sellerOf(sandbox, request, 'inventory');
    const locale = contentLanguageOf(request);
    refuseNowAndThen(sandbox);
    const { key } = request.params;
    const isNew = market.groups.get([username, key]) === undefined;
    sandbox.during(request, () => saveGroup(sandbox, username, { key, locale, ...readGroup(key, asJson(request.body)) }));
    return isNew ? reply.code(201).send({ warnings: [] }) : noContent(reply);
  });

  app.get<Keyed>(PATH, (request) => {
    const { key, record, variantSkus } = requireGroup(sandbox, request);
    return { ...record, variantSKUs: variantSkus, inventoryItemGroupKey: key };
  });

  app.delete<Keyed>(PATH, (request, reply) => {
    const { key } = requireGroup(sandbox, request);
    const { username } = sellerOf(sandbox, request, 'inventory');
    sandbox.during(request, () => market.groups.remove([username, key]));
    return noContent(reply);
  });
}

function requireGroup(sandbox: EbaySandbox, request: FastifyRequest<{ Params: { key: string } }>): ItemGroup {
  const { username } = sellerOf(sandbox, request, 'inventory');
  const group = sandbox.market.groups.get([username, request.params.key]);
  if (!group) throw refusal(404, inventoryError(25_705, 'The inventory item group could not be found.', { inventoryItemGroupKey: request.params.key }));
  return group;
}

function readGroup(key: string, { variantSKUs, inventoryItemGroupKey: _key, ...record }: Json): Pick<ItemGroup, 'variantSkus' | 'record'> {
  if (key.length > 50) throw refusal(400, inventoryError(25_709, 'Invalid value for inventoryItemGroupKey.', { fieldName: 'inventoryItemGroupKey' }));
  if (!Array.isArray(variantSKUs) || variantSKUs.length === 0 || variantSKUs.length > MOST_MEMBERS || new Set(variantSKUs).size < variantSKUs.length) throw refusal(400, inventoryError(25_709, 'Invalid value for variantSKUs.', { fieldName: 'variantSKUs' }));
  return { variantSkus: variantSKUs.map(String), record };
}

/** Replaces the group, members included. A published one changes at once: who is no longer a member is off sale. */
function saveGroup(sandbox: EbaySandbox, username: string, group: ItemGroup): void {
  const { market } = sandbox;
  const before = market.groups.get([username, group.key]);
  for (const sku of group.variantSkus) checkMember(sandbox, username, group.key, sku);
  const listing = liveListing(sandbox, username, before);
  const leaving = (before?.variantSkus ?? []).filter((sku) => !group.variantSkus.includes(sku));
  if (listing) {
    const sold = leaving.find((sku) => (listing.sold[sku] ?? 0) > 0);
    if (sold !== undefined) throw refusal(400, inventoryError(25_002, 'A user error has occurred. A variation that has sales cannot be removed; set its quantity to 0.', { 0: sold }));
    revise(sandbox, listing.listingId);
  }
  for (const sku of leaving) for (const offer of offersOf(market, username, sku)) if (offer.listingId === listing?.listingId) market.offers.put([username, offer.offerId], { ...offer, listingId: null });
  putGroup(market, username, group);
}

function checkMember({ market }: EbaySandbox, username: string, key: string, sku: string): void {
  if (!findItem(market, username, sku)) throw refusal(400, inventoryError(25_701, 'Some SKUs of the group could not be found.', { sku }));
  const other = groupsOf(market, username, sku).find((group) => group.key !== key);
  if (other) throw refusal(400, inventoryError(25_703, 'The SKU is already a member of another group.', { sku, inventoryItemGroupKey: other.key }));
  const alone = offersOf(market, username, sku).map((offer) => liveListingOf(market, username, offer)).find((listing) => listing?.groupKey === null);
  if (alone) throw refusal(400, inventoryError(25_704, 'The SKU is already published in a single listing.', { sku, listingId: alone.listingId }));
}

function liveListing({ market }: EbaySandbox, username: string, group: ItemGroup | undefined): Listing | undefined {
  const offers = (group?.variantSkus ?? []).flatMap((sku) => offersOf(market, username, sku));
  return offers.map((offer) => liveListingOf(market, username, offer)).find((listing) => listing?.groupKey === group?.key);
}
