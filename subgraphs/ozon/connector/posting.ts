import { z } from 'zod';
import { isCurrency } from '../../../platform/money.js';
import { number, optionalText, text } from '../../sync/connector/wire-values.js';
import { financialSchema } from './finances.js';

const moment = z.iso.datetime({ offset: true });
const optionalMoment = z.preprocess((value) => (value === '' || value === undefined ? null : value), moment.nullable());
/** Amounts in any other would be numbers that mean something else here. */
const currency = optionalText.refine((code) => code === null || isCurrency(code), 'is a currency the hub does not keep');
/** Two decimals, padded with zeros now and then. */
const amount = text.refine((digits) => /^\d{1,13}(\.\d{1,2}0*)?$/.test(digits), 'is not an amount');
/** Text beside a currency in v3, an object in v4. */
const price = z.union([amount.transform((digits) => ({ amount: digits, currency: null })), z.looseObject({ amount, currency })]);

const productSchema = z.looseObject({
  sku: text,
  offer_id: text,
  name: z.string().default(''),
  quantity: number.refine((units) => Number.isInteger(units) && units > 0),
  price,
  currency_code: currency,
});

const addressSchema = z.looseObject({ address_tail: optionalText, city: optionalText, district: optionalText, region: optionalText, zip_code: optionalText });
const customerSchema = z.looseObject({ customer_id: optionalText, name: optionalText, phone: optionalText, customer_email: optionalText, address: addressSchema.nullish() });
const skus = z.array(text).nullish().transform((list) => list ?? []);

/** A posting as the v4 and v3 methods tell it, and FBO's own; fields the hub has no use for pass unread. */
export const postingSchema = z.looseObject({
  posting_number: text,
  order_number: text,
  order_id: optionalText,
  parent_posting_number: optionalText,
  status: text,
  substatus: optionalText,
  integration_type_flow: optionalText,
  tpl_integration_type: optionalText,
  delivery_method: z.looseObject({ id: optionalText, name: optionalText, warehouse_id: optionalText, warehouse: optionalText, tpl_provider: optionalText }).nullish(),
  tracking_number: optionalText,
  in_process_at: optionalMoment,
  created_at: optionalMoment.optional(),
  shipment_date: optionalMoment.optional(),
  delivering_date: optionalMoment.optional(),
  products: z.array(productSchema),
  customer: customerSchema.nullish(),
  addressee: z.looseObject({ name: optionalText, phone: optionalText }).nullish(),
  cancellation: z.looseObject({ cancellation_type: optionalText, cancel_reason: optionalText }).nullish(),
  financial_data: financialSchema,
  analytics_data: z.looseObject({ is_legal: z.boolean().nullish() }).nullish(),
  requirements: z
    .looseObject({ products_requiring_mandatory_mark: skus, products_requiring_gtd: skus, products_requiring_rnpt: skus, products_requiring_country: skus, products_requiring_jw_uin: skus })
    .nullish(),
  available_actions: z.array(z.string()).nullish(),
  is_express: z.boolean().nullish(),
});
export type OzonPosting = z.output<typeof postingSchema>;

/** `70000001-0001-2` is the second posting of order `70000001-0001`. */
export function orderNumberOf(postingNumber: string): string {
  return postingNumber.replace(/^(\d+-\d+)-\d+$/, '$1');
}

export type Scheme = 'FBS' | 'RFBS' | 'FBO';

/** Who delivers: Ozon's logistics, somebody the seller has, or Ozon from its own warehouse. */
export function schemeOf(posting: OzonPosting, isFbo: boolean): Scheme {
  if (isFbo) return 'FBO';
  const flow = integrationOf(posting);
  return flow === null || flow === 'ozon' ? 'FBS' : 'RFBS';
}

export function integrationOf({ integration_type_flow, tpl_integration_type }: OzonPosting): string | null {
  return integration_type_flow ?? tpl_integration_type;
}

/** SKUs of which units still owe a mark, a customs number, a batch number or a country. */
export function owedBy({ requirements }: OzonPosting): { readonly marks: readonly string[]; readonly gtd: readonly string[]; readonly rnpt: readonly string[]; readonly country: readonly string[]; readonly uin: readonly string[] } {
  return {
    marks: requirements?.products_requiring_mandatory_mark ?? [],
    gtd: requirements?.products_requiring_gtd ?? [],
    rnpt: requirements?.products_requiring_rnpt ?? [],
    country: requirements?.products_requiring_country ?? [],
    uin: requirements?.products_requiring_jw_uin ?? [],
  };
}
