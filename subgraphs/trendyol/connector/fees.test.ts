import { describe, expect, it } from '@jest/globals';
import { fees } from './fees.js';
import { scriptedContext } from './testing/scripted-context.js';

const price = { saleMinor: 10_000, listMinor: 10_000, currency: 'TRY' as const };
const offersOf = (...keys: readonly string[]) => keys.map((remoteKey) => ({ remoteKey, price }));

describe('what Trendyol keeps of a sale', () => {
  it('is told as a share and no amount, of what was asked for and Trendyol tells a rate of', async () => {
    const variants = [{ barcode: 'A', commission: 17 }, { barcode: 'B', commission: '12.5' }, { barcode: 'C', commission: null }, { barcode: 'D', commission: { rate: 1 } }, { barcode: 'OTHER', commission: 9 }];
    const { context } = scriptedContext(() => ({ body: { content: [{ variants }, { variants: null }] } }));
    expect(await fees.estimate(context, offersOf('A', 'B', 'C', 'D', 'GONE'))).toEqual([{ remoteKey: 'A', totalMinor: null, commissionPercent: 17 }, { remoteKey: 'B', totalMinor: null, commissionPercent: 12.5 }]);
  });

  it('is asked fifty barcodes at a time', async () => {
    const { context, requests } = scriptedContext(() => ({ body: { content: [] } }));
    await fees.estimate(context, offersOf(...Array.from({ length: 60 }, (_, place) => `B-${place}`)));
    expect(requests.map(({ path }) => new URL(path, 'http://x').searchParams.get('barcodes')?.split(',').length)).toEqual([50, 10]);
  });
});
