import { shipmentCompanies } from '../domain/shipment-companies.js';
import { ofSeller } from '../market.js';
import { failure, success, textOf } from '../soap.js';
import type { SoapService } from './ws-service.js';

export const shipmentCompanyService: SoapService = {
  GetShipmentCompanies: () => ({ ...success, shipmentCompanies: { shipmentCompany: shipmentCompanies } }),
};

const MAX_URL_LENGTH = 2_048;

export const sellerInvoiceService: SoapService = {
  SaveLinkSellerInvoice: ({ sandbox: { market }, seller, fields }) => {
    const url = textOf(fields, 'url');
    const orderNumber = textOf(fields, 'orderNumber');
    if (url === undefined || !isInvoiceUrl(url)) return failure('SELLER_API.invoice.invalidUrl', 'Fatura linki https ile başlamalı ve pdf, png veya jpeg ile bitmelidir.');
    if (!ofSeller(market.packages, seller.sellerId).some((pkg) => pkg.orderNumber === orderNumber)) return failure('SELLER_API.invoice.orderNotFound', 'Sipariş bulunamadı.');
    market.filings.put([seller.sellerId, 'invoice', orderNumber ?? ''], { url, invoiceNumber: textOf(fields, 'invoiceNumber') ?? null, atMs: market.nowMs() });
    market.note('invoice', orderNumber ?? '', null, url);
    return { ...success, url, orderNumber };
  },
};

function isInvoiceUrl(url: string): boolean {
  return url.length <= MAX_URL_LENGTH && /^https:\/\/.+\.(pdf|png|jpe?g)(\?.*)?$/i.test(url);
}
