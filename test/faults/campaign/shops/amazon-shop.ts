import type { SandboxControl } from '../../../support/sandbox-control.js';
import { placed } from './placed.js';
import type { Shop, Shown } from './shop.js';

interface Row {
  readonly sku: string;
  readonly quantity: number;
  readonly price: number;
}

const SELLER_ID = 'A1FAULTSSELLER';
const QUEUE = { name: 'faults-orders', accessKeyId: 'AKIAFAULTSFAULTS', secretAccessKey: 'faults-sqs-secret-access-key' };
/** The sandbox's AWS account. */
const SQS_ACCOUNT = '000000000000';

/** Orders there are told through a queue. A seller has nothing to accept, and cancels by feeds, of which Amazon takes few. */
export function amazonShop(control: SandboxControl): Shop {
  const application = { clientId: 'amzn1.application-oa2-client.faults', clientSecret: 'amzn1.oa2-cs.v1.faults', refreshToken: 'Atzr|faults-refresh-token' };
  return {
    name: 'Amazon',
    sandbox: 'amazon',
    account: {
      marketplace: 'AMAZON', remoteSellerId: SELLER_ID, currency: 'TRY', basePath: '',
      credentials: (url) => ({ ...application, sqsQueueUrl: `${url}/${SQS_ACCOUNT}/${QUEUE.name}`, sqsAccessKeyId: QUEUE.accessKeyId, sqsSecretAccessKey: QUEUE.secretAccessKey }),
    },
    isWide: false,
    popularity: 1,
    settings: { orderListLagMs: 0 },
    repeatsNews: { notificationDuplicateEveryNth: 1 },
    actions: [],
    push: { method: 'PATCH', path: `/listings/2021-08-01/items/${SELLER_ID}/` },
    looks: ['offers.read', 'listing.read'],
    async open(goods) {
      await control.post('/sellers', { sellerId: SELLER_ID, ...application });
      await control.post('/queues', QUEUE);
      await control.post('/listings', { sellerId: SELLER_ID, items: goods.map(({ sku, quantity, priceMinor }) => ({ sku, quantity, price: priceMinor / 100, listPrice: priceMinor / 100 })) });
    },
    buy: async (sku, quantity) => placed(control.post('/orders', { sellerId: SELLER_ID, lines: [{ sku, quantity }] }), 'orderId'),
    async shown() {
      const { listings } = await control.get<{ listings: readonly Row[] }>(`/listings?sellerId=${SELLER_ID}&limit=100000`);
      return new Map<string, Shown>(listings.map(({ sku, quantity, price }) => [sku, { quantity, priceMinor: Math.round(price * 100) }]));
    },
    priceEffects: async () => (await control.effects('price')).map(({ key, new: now }) => ({ sku: key, priceMinor: Number(now) })),
    timesCarriedOut: async () => [],
  };
}
