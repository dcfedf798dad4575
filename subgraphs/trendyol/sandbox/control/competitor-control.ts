import { z } from 'zod';
import type { Control } from '../../../../platform/sandbox/control.js';
import type { Buybox } from '../services/buybox.js';

const competitorsBody = z.strictObject({ barcode: z.string(), prices: z.array(z.number().positive()) });

export function installCompetitorControl(control: Control, buybox: Buybox): void {
  control.route({
    method: 'PUT',
    path: '/competitors',
    summary: 'Prices of sellers outside the sandbox for a barcode: they compete for the buybox.',
    example: { barcode: 'SBX-1', prices: [189.9, 210] },
    body: competitorsBody,
    handle: ({ body }) => {
      buybox.setCompetitors(body.barcode, body.prices);
    },
  });
}
