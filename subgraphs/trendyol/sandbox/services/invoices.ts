import { z } from 'zod';
import { Answer, type Endpoint } from '../access/endpoint.js';
import { badRequest, conflict, notFound } from '../access/errors.js';
import type { Kernel } from '../kernel.js';
import type { Desk } from '../packages/desk.js';
import { readBody } from '../packages/seller-actions.js';

const INVOICE_NUMBER = /^[A-Z0-9]{3}\d{4}\d{9}$/i;
const LARGEST_FILE_BYTES = 10 * 1024 * 1024;
const FILE_TYPES = ['application/pdf', 'image/jpeg', 'image/png'];

const linkBody = z.looseObject({ invoiceLink: z.url(), shipmentPackageId: z.number(), invoiceNumber: z.string().optional(), invoiceDateTime: z.number().optional() });
const deleteBody = z.looseObject({ serviceSourceId: z.number(), channelId: z.number(), customerId: z.number() });

/** Invoice links and files of packages: one invoice per package, one package per link. */
export function invoiceEndpoints({ state }: Kernel, desk: Desk): Endpoint[] {
  const packageByLink = state.store<number>('invoice-links');

  const requirePackage = (sellerId: number, shipmentPackageId: number) => {
    const found = desk.byId(sellerId, shipmentPackageId);
    if (!found) throw notFound('shipment.package.not.found', 'Shipment package not found');
    return found;
  };
  const endpoint = (path: string, handle: Endpoint['handle'], isForm = false): Endpoint => ({ method: 'POST', path: `/sellers/:sellerId/${path}`, quota: null, style: 'product', handle, isForm });

  return [
    endpoint('seller-invoice-links', ({ sellerId, body }) => {
      const { invoiceLink, shipmentPackageId, invoiceNumber } = readBody(linkBody, body);
      const one = requirePackage(sellerId, shipmentPackageId);
      if (invoiceNumber !== undefined && !INVOICE_NUMBER.test(invoiceNumber)) throw badRequest('invalid.invoiceNumber', 'invoiceNumber must be 3 letters or digits, a 4-digit year and 9 digits');
      if (one.invoiceLink !== '') throw conflict('invoice.already.exists', 'An invoice has already been sent for this package');
      if (packageByLink.get([sellerId, invoiceLink]) !== undefined) throw conflict('invoice.link.already.used', 'This invoice link is used by another package');
      packageByLink.put([sellerId, invoiceLink], shipmentPackageId);
      desk.change(one, { invoiceLink, invoiceStatus: 'Received', ...(invoiceNumber === undefined ? {} : { invoiceNumber }) });
      return new Answer(201);
    }),
    endpoint('seller-invoice-links/delete', ({ sellerId, body }) => {
      const { serviceSourceId, customerId } = readBody(deleteBody, body);
      const one = requirePackage(sellerId, serviceSourceId);
      if (one.customerId !== customerId || one.invoiceLink === '') throw notFound('invoice.not.found', 'Invoice not found');
      packageByLink.remove([sellerId, one.invoiceLink]);
      desk.change(one, { invoiceLink: '', invoiceStatus: 'NotInvoiced' });
      return new Answer(202);
    }),
    endpoint(
      'seller-invoice-file',
      ({ sellerId, body }) => {
        const form = body instanceof FormData ? body : new FormData();
        const file = form.get('file');
        const one = requirePackage(sellerId, Number(form.get('shipmentPackageId')));
        if (typeof file === 'string' || file === null) throw badRequest('file.required', 'file is required');
        if (!FILE_TYPES.includes(file.type) || file.size > LARGEST_FILE_BYTES) throw badRequest('invalid.file', 'file must be pdf, jpeg or png and at most 10 MB');
        if (one.invoiceLink !== '') throw conflict('invoice.already.exists', 'An invoice has already been sent for this package');
        desk.change(one, { invoiceLink: `https://cdn.example.invalid/invoices/${one.shipmentPackageId}`, invoiceStatus: 'Received' });
        return new Answer(201);
      },
      true,
    ),
  ];
}
