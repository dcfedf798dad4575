import { lira, readPrice } from '../domain/price.js';
import { reasons } from '../domain/reasons.js';
import type { PackageLine, ShipmentPackage } from '../domain/shipment-package.js';
import type { Market } from '../market.js';
import { packageOfLine, savePackage } from '../packages-store.js';
import { findProduct } from '../products-store.js';

const JEWELLERY_CATEGORY_IDS = [1000311, 1000312, 1000313, 1000314];
const DEFAULT_VAT_RATE = 20;

interface Detail {
  readonly orderLineId?: unknown;
  readonly totalLaborCostExcludingVAT?: unknown;
  readonly laborVatRate?: unknown;
}

/** PUT labor-costs: the labour part of a jewellery line's price, before VAT; one answer per line. */
export function setLabourCosts(market: Market, { sellerId, body }: { sellerId: number; body: unknown }): object[] {
  const details = (body as { laborCostDetails?: unknown } | null)?.laborCostDetails;
  return Array.isArray(details) ? (details as Detail[]).map((detail) => setLabourCost(market, sellerId, detail)) : [];
}

function setLabourCost(market: Market, sellerId: number, detail: Detail): object {
  const lineId = detail.orderLineId;
  const pkg = packageOfLine(market, sellerId, Number(lineId));
  const line = pkg?.lines.find((candidate) => candidate.orderLineId === Number(lineId));
  if (!pkg || !line) return { lineId, status: 'FAIL', reasons: reasons.lineNotFound, details: null };
  if (!isJewellery(market, pkg, line)) return { lineId, status: 'FAIL', reasons: 'İşçilik bedeli yalnızca takı kategorilerinde gönderilebilir.', details: null };
  const cost = readPrice(detail.totalLaborCostExcludingVAT);
  if (cost.kind !== 'amount' || cost.minor < 0 || cost.minor > line.priceMinor * line.quantity) return { lineId, status: 'FAIL', reasons: reasons.invalid('totalLaborCostExcludingVAT'), details: null };
  savePackage(market, { ...pkg, lines: pkg.lines.map((other) => (other === line ? { ...line, laborCostMinor: cost.minor } : other)), modifiedAtMs: market.nowMs() });
  const laborVatRate = typeof detail.laborVatRate === 'number' ? detail.laborVatRate : DEFAULT_VAT_RATE;
  return {
    lineId,
    status: 'SUCCESS',
    reasons: reasons.done,
    details: { totalLaborCostExcludingVAT: lira(cost.minor), laborVatRate, amountExcludingVAT: lira(Math.round((line.priceMinor * line.quantity) / (1 + line.vatRate / 100))) },
  };
}

function isJewellery(market: Market, pkg: ShipmentPackage, line: PackageLine): boolean {
  const product = findProduct(market, pkg.sellerId, line.stockCode);
  return product !== undefined && JEWELLERY_CATEGORY_IDS.includes(product.categoryId);
}
