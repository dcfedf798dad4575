import { z } from 'zod';
import type { Endpoint } from '../access/endpoint.js';
import { badRequest, notFound } from '../access/errors.js';
import type { Kernel } from '../kernel.js';
import type { Desk } from '../packages/desk.js';
import { readBody } from '../packages/seller-actions.js';

const PATH = '/sellers/:sellerId/common-label/:cargoTrackingNumber';
const labelBody = z.looseObject({ format: z.literal('ZPL'), boxQuantity: z.int().min(1).default(1) });

/** Barcode labels: asked for by POST, read by GET. */
export function labelEndpoints({ state }: Kernel, desk: Desk): Endpoint[] {
  const boxesByTracking = state.store<number>('labels');

  const requireTracking = (sellerId: number, cargoTrackingNumber = '') => {
    const one = desk.byTracking(sellerId, cargoTrackingNumber);
    if (one?.cargoTrackingNumber !== cargoTrackingNumber) throw notFound('cargo.tracking.number.not.found', 'Tracking number not found');
    return one;
  };

  return [
    {
      method: 'POST',
      path: PATH,
      quota: 'labels',
      style: 'product',
      handle: ({ sellerId, params, body }) => {
        const one = requireTracking(sellerId, params['cargoTrackingNumber']);
        const { boxQuantity } = readBody(labelBody, body);
        if (one.status !== 'Picking' && one.status !== 'Invoiced') throw badRequest('invalid.status', 'Labels can be made for packages in Picking or Invoiced');
        boxesByTracking.put(one.cargoTrackingNumber, boxQuantity);
        return undefined;
      },
    },
    {
      method: 'GET',
      path: PATH,
      quota: 'labels',
      style: 'product',
      handle: ({ sellerId, params }) => {
        const { cargoTrackingNumber, shipmentPackageId } = requireTracking(sellerId, params['cargoTrackingNumber']);
        const boxes = boxesByTracking.get(cargoTrackingNumber);
        if (boxes === undefined) throw notFound('label.not.found', 'Label not found');
        const labelOf = (box: number) => `^XA^FO50,50^BCN,100,Y,N,N^FD${cargoTrackingNumber}^FS^FO50,200^FD${shipmentPackageId} ${box}/${boxes}^FS^XZ`;
        return { data: Array.from({ length: boxes }, (_, box) => ({ label: labelOf(box + 1), format: 'ZPL' })) };
      },
    },
  ];
}
