import { z } from 'zod';
import { moneyFromNumber } from '../../../platform/money.js';
import type { FeeEstimate, FeePort, VariantPrice } from '../../sync/connector/contract.js';
import { number, text } from '../../sync/connector/wire-values.js';
import { call, type OzonContext, type OzonCredentials } from './client.js';

const PRODUCTS_PER_CALL = 1_000;

const amount = number.nullish().transform((value) => value ?? 0);
const commissionsSchema = z.looseObject({
  sales_percent_fbs: amount,
  sales_percent_rfbs: amount,
  sales_percent_fbo: amount,
  fbs_first_mile_min_amount: amount,
  fbs_first_mile_max_amount: amount,
  fbs_direct_flow_trans_min_amount: amount,
  fbs_direct_flow_trans_max_amount: amount,
  fbs_deliv_to_customer_amount: amount,
  fbs_return_flow_amount: amount,
  fbo_direct_flow_trans_min_amount: amount,
  fbo_direct_flow_trans_max_amount: amount,
  fbo_deliv_to_customer_amount: amount,
  fbo_return_flow_amount: amount,
});
const pricesSchema = z.looseObject({
  items: z.array(z.looseObject({ offer_id: text, acquiring: amount, volume_weight: number.nullish(), commissions: commissionsSchema, price: z.looseObject({ price: number, currency_code: z.string() }) })),
});
type Row = z.infer<typeof pricesSchema>['items'][number];

export type ShippingScheme = 'FBS' | 'RFBS' | 'FBO';

/** What Ozon keeps of one sale at one price. Amounts in minor units of the store's currency; a carriage is between two figures. */
export interface ShippingCost {
  readonly scheme: ShippingScheme;
  readonly commissionPercent: number;
  readonly commissionMinor: number;
  readonly acquiringMinor: number;
  readonly firstMileMinor: { readonly min: number; readonly max: number };
  readonly carriageMinor: { readonly min: number; readonly max: number };
  readonly lastMileMinor: number;
  readonly returnMinor: number;
  readonly totalMinor: { readonly min: number; readonly max: number };
  readonly volumeWeightKg: number | null;
}

export const fees: FeePort<OzonCredentials> = {
  async estimate(context, offers) {
    const rows = await readRows(context, offers.map(({ remoteKey }) => remoteKey));
    return offers.flatMap(({ remoteKey, price }): FeeEstimate[] => {
      const row = rows.get(remoteKey);
      if (!row || row.price.currency_code !== context.store.currency) return [];
      const cost = costOf(row, 'FBS', price);
      return [{ remoteKey, totalMinor: cost.totalMinor.max, commissionPercent: cost.commissionPercent }];
    });
  },
};

/** What it costs to sell and deliver an offer by each scheme; null when Ozon does not know it. Without a price, at its own. */
export async function readShippingCosts(context: OzonContext, offerId: string, price: VariantPrice | null): Promise<readonly ShippingCost[] | null> {
  const row = (await readRows(context, [offerId])).get(offerId);
  if (!row) return null;
  const sale = price ?? { saleMinor: Math.round(row.price.price * 100), listMinor: Math.round(row.price.price * 100), currency: context.store.currency };
  return (['FBS', 'RFBS', 'FBO'] as const).map((scheme) => costOf(row, scheme, sale));
}

async function readRows(context: OzonContext, offerIds: readonly string[]): Promise<ReadonlyMap<string, Row>> {
  const { items } = await call(context, 'offers.readPrices', { filter: { offer_id: offerIds, visibility: 'ALL' }, cursor: '', limit: PRODUCTS_PER_CALL }, pricesSchema);
  return new Map(items.map((item) => [item.offer_id, item]));
}

/** The seller carries rFBS himself: Ozon keeps commission and acquiring only. Acquiring is a share, told for the present price. */
function costOf({ commissions: c, acquiring, price, volume_weight }: Row, scheme: ShippingScheme, { saleMinor, currency }: VariantPrice): ShippingCost {
  const minor = (value: number): number => moneyFromNumber(Math.round(value * 100) / 100, currency).amountMinor;
  const commissionPercent = { FBS: c.sales_percent_fbs, RFBS: c.sales_percent_rfbs, FBO: c.sales_percent_fbo }[scheme];
  const commissionMinor = Math.round((saleMinor * commissionPercent) / 100);
  const acquiringMinor = price.price > 0 ? Math.round((acquiring / price.price) * saleMinor) : minor(acquiring);
  const flows = {
    FBS: { firstMile: [c.fbs_first_mile_min_amount, c.fbs_first_mile_max_amount], carriage: [c.fbs_direct_flow_trans_min_amount, c.fbs_direct_flow_trans_max_amount], lastMile: c.fbs_deliv_to_customer_amount, back: c.fbs_return_flow_amount },
    RFBS: { firstMile: [0, 0], carriage: [0, 0], lastMile: 0, back: 0 },
    FBO: { firstMile: [0, 0], carriage: [c.fbo_direct_flow_trans_min_amount, c.fbo_direct_flow_trans_max_amount], lastMile: c.fbo_deliv_to_customer_amount, back: c.fbo_return_flow_amount },
  }[scheme];
  const span = ([min = 0, max = 0]: readonly number[]): { min: number; max: number } => ({ min: minor(min), max: minor(max) });
  const [firstMileMinor, carriageMinor, lastMileMinor] = [span(flows.firstMile), span(flows.carriage), minor(flows.lastMile)];
  const fixed = commissionMinor + acquiringMinor + lastMileMinor;
  return {
    scheme,
    commissionPercent,
    commissionMinor,
    acquiringMinor,
    firstMileMinor,
    carriageMinor,
    lastMileMinor,
    returnMinor: minor(flows.back),
    totalMinor: { min: fixed + firstMileMinor.min + carriageMinor.min, max: fixed + firstMileMinor.max + carriageMinor.max },
    volumeWeightKg: volume_weight ?? null,
  };
}
