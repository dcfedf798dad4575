import { iso } from '../kernel.js';
import { decimalOf } from '../products/amounts.js';
import type { Warehouses } from '../warehouses.js';
import type { Posting, PostingProduct } from './posting.js';

/** v4 lists write prices as objects, v3 reads as text beside a currency. */
export type PriceStyle = 'object' | 'text';

export interface Look {
  readonly style: PriceStyle;
  /** What the call asks for besides. */
  readonly withFinances: boolean;
}

export function postingView(posting: Posting, warehouses: Warehouses, { style, withFinances }: Look): Record<string, unknown> {
  const { scheme, status, cancellation, requirements } = posting;
  const method = warehouses.methods(posting.clientId).find(({ id }) => id === posting.deliveryMethodId);
  const warehouse = warehouses.of(posting.clientId).find(({ id }) => id === posting.warehouseId);
  return {
    posting_number: posting.postingNumber,
    order_id: posting.orderId,
    order_number: posting.orderNumber,
    parent_posting_number: posting.parentPostingNumber,
    status,
    substatus: posting.substatus,
    previous_substatus: posting.previousSubstatus,
    integration_type_flow: method?.integration ?? '',
    ...(style === 'text' ? { tpl_integration_type: method?.integration ?? '' } : { delivery_schema: 'FBS' }),
    delivery_method: { id: method?.id ?? 0, name: method?.name ?? '', warehouse_id: posting.warehouseId, warehouse: warehouse?.name ?? '', tpl_provider_id: method?.providerId ?? 0, tpl_provider: method?.provider ?? '' },
    tracking_number: posting.trackingNumber,
    in_process_at: iso(posting.inProcessAt),
    shipment_date: iso(posting.shipmentDate),
    delivering_date: posting.deliveringDate === null ? null : iso(posting.deliveringDate),
    products: posting.products.map((one) => productView(one, style)),
    customer: scheme === 'RFBS' ? customerView(posting) : null,
    addressee: null,
    cancellation: { cancel_reason_id: cancellation?.reasonId ?? 0, cancel_reason: cancellation?.reason ?? '', cancellation_type: cancellation?.type ?? '', cancellation_initiator: '', cancelled_after_ship: false, affect_cancellation_rating: cancellation?.type === 'seller' },
    analytics_data: { region: posting.customer.address.region, city: posting.customer.address.city, delivery_type: 'PVZ', is_premium: false, is_legal: posting.isLegal, payment_type_group_name: 'Карты оплаты', warehouse_id: posting.warehouseId, warehouse: warehouse?.name ?? '', tpl_provider: method?.provider ?? '', tpl_provider_id: method?.providerId ?? 0 },
    financial_data: withFinances ? financesView(posting, style) : null,
    requirements: {
      products_requiring_mandatory_mark: requirements.mark.map(String),
      products_requiring_gtd: requirements.gtd.map(String),
      products_requiring_rnpt: requirements.rnpt.map(String),
      products_requiring_country: requirements.country.map(String),
      products_requiring_change_country: [],
      products_requiring_jw_uin: [],
    },
    available_actions: actionsOf(posting, method?.integration === 'non_integrated'),
    is_express: false,
    is_multibox: false,
    multi_box_qty: 0,
  };
}

export function fboView(posting: Posting, withFinances: boolean): Record<string, unknown> {
  return {
    posting_number: posting.postingNumber,
    order_id: posting.orderId,
    order_number: posting.orderNumber,
    status: posting.status,
    substatus: posting.substatus,
    created_at: iso(posting.inProcessAt),
    in_process_at: iso(posting.inProcessAt),
    cancel_reason_id: posting.cancellation?.reasonId ?? 0,
    products: posting.products.map((one) => productView(one, 'object')),
    analytics_data: { city: posting.customer.address.city, delivery_type: 'PVZ', is_premium: false, is_legal: posting.isLegal, payment_type_group_name: 'Карты оплаты', warehouse_id: 1, warehouse_name: 'ХОРУГВИНО' },
    financial_data: withFinances ? financesView(posting, 'object') : null,
  };
}

function productView({ sku, offerId, name, quantity, priceMinor, currency }: PostingProduct, style: PriceStyle): object {
  const price = style === 'object' ? { price: { amount: decimalOf(priceMinor), currency }, imei: [] } : { price: decimalOf(priceMinor), currency_code: currency };
  return { sku, offer_id: offerId, name, quantity, ...price, is_blr_traceable: false, is_marketplace_buyout: false };
}

/** Commission and payout are reckoned once the goods are delivered; until then they are zero. */
function financesView({ status, products }: Posting, style: PriceStyle): object {
  const isSettled = status === 'delivered';
  return {
    cluster_from: 'Москва и МО',
    cluster_to: 'Санкт-Петербург и СЗО',
    products: products.map(({ sku, quantity, priceMinor, oldPriceMinor, buyerPriceMinor, commissionPercent, currency }) => {
      const oldMinor = oldPriceMinor === 0 ? priceMinor : oldPriceMinor;
      const commissionMinor = isSettled ? Math.round((priceMinor * quantity * commissionPercent) / 100) : 0;
      const percent = isSettled ? commissionPercent : 0;
      const amount = commissionMinor / 100;
      const ofStyle = style === 'object' ? { commission: { amount, percent, currency }, customer_price: { amount: decimalOf(buyerPriceMinor), currency } } : { commission_amount: amount, commission_percent: percent, commissions_currency_code: currency, currency_code: currency, customer_price: buyerPriceMinor / 100, customer_currency_code: currency };
      return {
        product_id: sku,
        quantity,
        price: priceMinor / 100,
        old_price: oldMinor / 100,
        total_discount_value: (oldMinor - priceMinor) / 100,
        total_discount_percent: Math.round(((oldMinor - priceMinor) / oldMinor) * 10_000) / 100,
        payout: isSettled ? (priceMinor * quantity - commissionMinor) / 100 : 0,
        actions: oldMinor > priceMinor ? ['Системная виртуальная скидка селлера'] : [],
        ...ofStyle,
      };
    }),
  };
}

/** Only rFBS sellers, who deliver themselves, are told where to. */
function customerView({ customer: { customerId, name, address } }: Posting): object {
  return { customer_id: customerId, name, phone: '', customer_email: '', address: { address_tail: address.tail, city: address.city, comment: '', country: 'Россия', district: '', region: address.region, zip_code: address.zipCode, latitude: 0, longitude: 0 } };
}

function actionsOf({ status, requirements, trackingNumber }: Posting, isOwnDelivery: boolean): string[] {
  const owesData = Object.values(requirements).some((skus: readonly number[]) => skus.length > 0);
  switch (status) {
    case 'awaiting_packaging':
      return ['cancel', 'product_cancel', owesData ? 'ship_with_additional_info' : 'ship', 'set_cutoff'];
    case 'awaiting_deliver':
      return ['cancel', 'label_download', ...(isOwnDelivery ? ['set_track_number', 'non_int_delivering'] : ['arbitration'])];
    case 'delivering':
      return isOwnDelivery ? ['non_int_last_mile', 'non_int_delivered', ...(trackingNumber === '' ? ['set_track_number'] : [])] : ['arbitration'];
    case 'arbitration':
      return ['awaiting_delivery'];
    default:
      return [];
  }
}
