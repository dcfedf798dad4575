import type { Market } from '../market.js';
import { findPackage } from '../packages-store.js';

const CARRIERS = ['HLZ', 'CEVA', 'BL'];

interface Detail {
  readonly id?: unknown;
  readonly orderLineId?: unknown;
  readonly boxQuantity?: unknown;
  readonly desi?: unknown;
  readonly shipmentCompany?: unknown;
}

/** PUT collectionRequest: asks a heavy-goods carrier to fetch a package in `Picking`; every line of it must be named. Answers what is wrong, or undefined. */
export function fileCollectionRequest(market: Market, { sellerId, body }: { sellerId: number; body: unknown }): string | undefined {
  const details = (body as { collectionRequestDetails?: unknown } | null)?.collectionRequestDetails;
  if (!Array.isArray(details) || details.length === 0) return 'collectionRequestDetails alanı boş olamaz.';
  const read = details as Detail[];
  const wrong = read.map(detailProblem).find((problem) => problem !== undefined);
  if (wrong !== undefined) return wrong;
  const missing = [...new Set(read.map((detail) => String(detail.id)))].map((id) => packageProblem(market, sellerId, id, read)).find((problem) => problem !== undefined);
  if (missing !== undefined) return missing;
  market.filings.put([sellerId, 'collection', market.next('filing')], { atMs: market.nowMs(), details });
  return undefined;
}

function detailProblem({ boxQuantity, desi, shipmentCompany }: Detail): string | undefined {
  if (!CARRIERS.includes(String(shipmentCompany))) return 'shipmentCompany alanı HLZ, CEVA veya BL olmalıdır.';
  return Number(boxQuantity) > 0 && Number(desi) > 0 ? undefined : 'boxQuantity ve desi alanları sıfırdan büyük olmalıdır.';
}

function packageProblem(market: Market, sellerId: number, id: string, details: readonly Detail[]): string | undefined {
  const pkg = findPackage(market, sellerId, id);
  if (!pkg) return `Paket bulunamadı: ${id}`;
  if (pkg.status !== 'Picking') return `Paket ${pkg.status} durumunda.`;
  const named = details.filter((detail) => String(detail.id) === id).map((detail) => Number(detail.orderLineId));
  return pkg.lines.every((line) => named.includes(line.orderLineId)) ? undefined : 'Paketin tüm kalemleri gönderilmelidir.';
}
