import { z } from 'zod';
import type { ActionOutcome, PackageAction } from '../../sync/connector/contract.js';
import { optionalText, text } from '../../sync/connector/wire-values.js';
import { openWishFor } from './buyer-cancellations.js';
import { call, type OzonContext } from './client.js';
import { readExemplarStatus } from './exemplars.js';
import type { MethodName } from './methods.js';
import { integrationOf, owedBy, schemeOf, type OzonPosting } from './posting.js';
import { APPLIED, orRefused, readPosting, refused } from './posting-actions.js';

/** rFBS postings that the seller, not an integrated carrier, reports on. */
export const OWN_DELIVERY = ['non_integrated', '3pl_tracking'];
const ON_ITS_WAY = ['delivering', 'driver_pickup', 'delivered'];
const PACKED = ['awaiting_deliver', 'acceptance_in_progress', ...ON_ITS_WAY];

/** The postings that it was packed into. */
const packedSchema = z.looseObject({ result: z.array(text).min(1) });
const perPostingSchema = z.looseObject({ result: z.array(z.looseObject({ posting_number: optionalText, result: z.boolean(), error: z.union([z.array(text), optionalText]).nullish() })) });

/** Taking a posting on is packing it, in one box. A posting packed already is taken on. */
export async function acceptPosting(context: OzonContext, action: PackageAction): Promise<ActionOutcome> {
  return orRefused(context, action.remotePackageId, async () => {
    const posting = await readPosting(context, action.remotePackageId);
    return PACKED.includes(posting.status) ? APPLIED : packWhole(context, posting);
  });
}

/**
 * Packs what is not packed yet. With Ozon's own logistics that is all a seller says: the carrier's scan moves the posting
 * on. A posting that the seller delivers also gets its tracking number and is reported as on its way, unless its buyer wants to cancel
 * and waits for an answer: Ozon would approve that by itself while the goods travel.
 */
export async function shipPosting(context: OzonContext, action: PackageAction): Promise<ActionOutcome> {
  return orRefused(context, action.remotePackageId, async () => {
    const posting = await readPosting(context, action.remotePackageId);
    const wish = schemeOf(posting, false) === 'RFBS' && !ON_ITS_WAY.includes(posting.status) ? await openWishFor(context, posting.posting_number) : null;
    if (wish !== null) return refused(context, 'CANCEL_REQUEST_OPEN', `the buyer wants to cancel posting ${posting.posting_number} (cancel-${wish}); answer that first, by ozonCancellationAnswer`, { retryable: true });
    const packed = PACKED.includes(posting.status) ? APPLIED : await packWhole(context, posting);
    if (packed.kind === 'REFUSED') return packed;
    const trackingNumber = action.parameters['trackingNumber'];
    if (!OWN_DELIVERY.includes(integrationOf(posting) ?? '')) return trackingNumber === undefined ? APPLIED : refused(context, 'SHIPPED_BY_CARRIER', "Ozon's logistics deliver this posting and number it themselves; it has been packed");
    return reportOnItsWay(context, posting, trackingNumber);
  });
}

/** Ozon wants the units' marks and numbers before it takes a posting as packed; why not is told beforehand. */
async function packWhole(context: OzonContext, posting: OzonPosting): Promise<ActionOutcome> {
  const missing = await missingData(context, posting);
  if (missing !== null) return refused(context, 'EXEMPLARS_MISSING', missing, { retryable: true });
  const products = posting.products.map(({ sku, quantity }) => ({ product_id: Number(sku), quantity }));
  await call(context, 'orders.pack', { posting_number: posting.posting_number, packages: [{ products }], with: { additional_data: false } }, packedSchema);
  return APPLIED;
}

async function missingData(context: OzonContext, posting: OzonPosting): Promise<string | null> {
  const { marks, gtd, rnpt, country, uin } = owedBy(posting);
  const owed = [
    ...(country.length > 0 ? [`country of origin (SKU ${country.join(', ')})`] : []),
    ...(marks.length > 0 ? [`marking codes (SKU ${marks.join(', ')})`] : []),
    ...(gtd.length > 0 ? [`customs declaration numbers (SKU ${gtd.join(', ')})`] : []),
    ...(rnpt.length > 0 ? [`batch registration numbers (SKU ${rnpt.join(', ')})`] : []),
    ...(uin.length > 0 ? [`jewellery numbers (SKU ${uin.join(', ')})`] : []),
  ];
  if (owed.length === 0) return null;
  if (country.length === 0) {
    const { status, exemplars } = await readExemplarStatus(context, posting.posting_number);
    if (status === 'ship_available') return null;
    if (status === 'validation_in_process') return `Ozon is still checking the unit data of ${posting.posting_number}; try again in a moment`;
    const wrong = exemplars.flatMap(({ exemplarId, errors }) => errors.map(({ field, codes }) => `${field} of unit ${exemplarId}: ${codes.join(', ')}`));
    if (wrong.length > 0) return `Ozon refused unit data of ${posting.posting_number}: ${wrong.join('; ')}`;
  }
  return `posting ${posting.posting_number} cannot be packed before these are set: ${owed.join(', ')}`;
}

async function reportOnItsWay(context: OzonContext, { posting_number, status, tracking_number }: OzonPosting, trackingNumber: string | undefined): Promise<ActionOutcome> {
  if (trackingNumber !== undefined && trackingNumber !== tracking_number) {
    const outcome = await perPosting(context, 'orders.setTracking', posting_number, { tracking_numbers: [{ posting_number, tracking_number: trackingNumber }] });
    if (outcome.kind === 'REFUSED') return outcome;
  }
  if (ON_ITS_WAY.includes(status)) return APPLIED;
  return perPosting(context, 'orders.delivering', posting_number, { posting_number: [posting_number] });
}

/** Calls that are answered with 200 and a verdict per posting. */
export async function perPosting(context: OzonContext, method: MethodName, postingNumber: string, body: object): Promise<ActionOutcome> {
  const { result } = await call(context, method, body, perPostingSchema);
  const row = result.find(({ posting_number }) => posting_number === postingNumber) ?? result[0];
  if (row?.result === true) return APPLIED;
  const reasons = Array.isArray(row?.error) ? row.error : [row?.error ?? 'no reason given'];
  return refused(context, 'ACTION_REFUSED', `Ozon refused it for posting ${postingNumber}: ${reasons.join('; ')}`, { remoteCode: reasons[0] ?? null });
}
