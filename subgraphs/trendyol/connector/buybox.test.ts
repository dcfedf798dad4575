import { describe, expect, it } from '@jest/globals';
import { buybox } from './buybox.js';
import { scriptedContext } from './testing/scripted-context.js';

describe('who is shown first on Trendyol', () => {
  it('is asked ten barcodes at a time, and what Trendyol leaves out is unknown', async () => {
    const barcodes = Array.from({ length: 12 }, (_, place) => `B-${place}`);
    const { context, requests } = scriptedContext(() => ({ body: { buyboxInfo: [{ barcode: 'B-0' }] } }));
    const rows = await buybox.read(context, barcodes);
    expect(requests.map(({ body }) => (JSON.parse(String(body)) as { barcodes: string[] }).barcodes.length)).toEqual([10, 2]);
    expect(rows[0]).toEqual({ remoteKey: 'B-0', rank: null, priceMinor: null, rivalMinor: null, hasRivals: false });
  });

  it('has a rival’s price only where another is shown first', async () => {
    const row = (barcode: string, buyboxOrder: number, hasMultipleSeller: boolean) => ({ barcode, buyboxOrder, buyboxPrice: 189.9, hasMultipleSeller });
    const { context } = scriptedContext(() => ({ body: { buyboxInfo: [row('SECOND', 2, true), row('FIRST', 1, true), row('ALONE', 1, false)] } }));
    expect(await buybox.read(context, ['SECOND', 'FIRST', 'ALONE'])).toEqual([
      { remoteKey: 'SECOND', rank: 2, priceMinor: 18_990, rivalMinor: 18_990, hasRivals: true },
      { remoteKey: 'FIRST', rank: 1, priceMinor: 18_990, rivalMinor: null, hasRivals: true },
      { remoteKey: 'ALONE', rank: 1, priceMinor: 18_990, rivalMinor: null, hasRivals: false },
    ]);
  });
});
