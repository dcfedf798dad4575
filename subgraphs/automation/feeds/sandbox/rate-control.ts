import { z } from 'zod';
import { ControlError } from '../../../../platform/sandbox/control.js';
import type { Sandbox } from '../../../../platform/sandbox/create-sandbox.js';
import type { DailyRates } from './daily-rates.js';

const day = z.iso.date();

/** The control calls of an imitated bank beside the kit's own: values and holidays. */
export function installRateControl({ control }: Pick<Sandbox, 'control'>, rates: DailyRates, codes: readonly string[]): void {
  control.route({
    method: 'PUT',
    path: '/rates',
    summary: 'Fixes the value of a currency, as the bank prints it but with a point, from a working day on.',
    example: { code: codes[0], from: '2026-11-20', value: '43.1234' },
    body: z.strictObject({ code: z.string(), from: day, value: z.string().regex(/^\d{1,9}(\.\d{1,6})?$/) }),
    handle: ({ body }) => {
      if (!codes.includes(body.code)) throw new ControlError(404, `this bank does not quote ${body.code}`);
      rates.setValue(body.code, body.from, body.value);
    },
  });
  control.route({
    method: 'PUT',
    path: '/holidays',
    summary: 'Makes a day one on which the bank publishes nothing, or takes that back.',
    example: { day: '2026-10-29', isHoliday: true },
    body: z.strictObject({ day, isHoliday: z.boolean() }),
    handle: ({ body }) => rates.setHoliday(body.day, body.isHoliday),
  });
}
