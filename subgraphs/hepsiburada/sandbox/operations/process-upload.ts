import { applyUploadItem, type PriceValidation, type Upload, type UploadError } from '../domain/upload.js';
import { findNamed, saveListing } from '../listings-store.js';
import type { Market } from '../market.js';

/** Works an upload off: each item by itself, in the order they came. */
export function processUpload(market: Market, o: { merchantId: string; uploadId: string }): void {
  const upload = market.uploads.get([o.merchantId, o.uploadId]);
  if (!upload || upload.status !== 'Processing') return;
  const errors: UploadError[] = [];
  const priceValidations: PriceValidation[] = [];
  upload.items.forEach((item, elementNo) => {
    const names = { hepsiburadaSku: item.hepsiburadaSku, merchantSku: item.merchantSku };
    const found = findNamed(market, o.merchantId, names);
    const outcome = applyUploadItem(found, item, market.nowMs());
    if (outcome.listing) saveListing(market, outcome.listing);
    const about = { elementNo, hepsiburadaSku: item.hepsiburadaSku ?? found?.hbSku ?? null, merchantSku: item.merchantSku ?? found?.merchantSku ?? null };
    if (outcome.error !== undefined) errors.push({ ...about, errors: [outcome.error] });
    if (outcome.band) priceValidations.push({ ...about, ...outcome.band });
  });
  const done: Upload = { ...upload, status: 'Done', errors, priceValidations };
  market.uploads.put([o.merchantId, o.uploadId], done);
}
