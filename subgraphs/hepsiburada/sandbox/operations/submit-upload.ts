import { MAX_ITEMS, readUploadItem, type Upload, type UploadKind } from '../domain/upload.js';
import type { HepsiburadaSandbox } from '../hepsiburada-sandbox.js';
import { ofSeller, rangeOfSeller } from '../market.js';

export type SubmitOutcome = { readonly upload: Upload } | { readonly problem: string; readonly isBusy: boolean };

const DAY_MS = 86_400_000;

/** Takes an upload in; the answer says nothing about its items yet. */
export function submitUpload(sandbox: HepsiburadaSandbox, o: { merchantId: string; kind: UploadKind; body: unknown; requestId: number | null }): SubmitOutcome {
  const { kit, market } = sandbox;
  const { merchantId, kind, body } = o;
  if (!Array.isArray(body) || body.length === 0) return { problem: 'listings cannot be empty', isBusy: false };
  if (body.length > MAX_ITEMS) return { problem: `at most ${MAX_ITEMS} listings can be uploaded at once`, isBusy: false };
  const { waitingUploads, dailyUploadsPerListing, batchDelayMs } = kit.settings.get();
  const waiting = ofSeller(market.uploads, merchantId).filter(({ status }) => status === 'Processing').length;
  if (waiting >= waitingUploads) return { problem: 'There are too many ongoing/waiting inventory uploads at the moment. Please try again later.', isBusy: true };
  const day = Math.floor(market.nowMs() / DAY_MS);
  const usedToday = market.uploadCounts.get([merchantId, day]) ?? 0;
  const quota = dailyUploadsPerListing * Math.max(1, market.listings.count(rangeOfSeller(merchantId)));
  if (usedToday + body.length > quota) return { problem: 'Merchant exceeds his inventory upload limit', isBusy: true };
  market.uploadCounts.put([merchantId, day], usedToday + body.length);
  const upload: Upload = { id: market.guid('upload'), merchantId, kind, status: 'Processing', createdAtMs: market.nowMs(), items: body.map((raw) => readUploadItem(raw, kind)), errors: [], priceValidations: [] };
  market.uploads.put([merchantId, upload.id], upload);
  kit.clock.after(batchDelayMs, 'upload', { merchantId, uploadId: upload.id, requestId: o.requestId });
  return { upload };
}
