import { describe, expect, it } from '@jest/globals';
import type { MarketplaceNews, NotificationPort, QueuedNotification } from '../../subgraphs/sync/connector/contract.js';
import { requireCapability } from '../../subgraphs/sync/connector/require-capability.js';
import type { Bench } from './connector-contract.js';

const never = new AbortController().signal;
const TRIES = 20;

export function describeNotifications<C>(get: () => Bench<C>): void {
  describe('reading notifications from a queue', () => {
    const port = (): NotificationPort<C> => requireCapability(get().connector, 'notifications');

    it('has the marketplace put them there, however often it asks for it', async () => {
      await port().ensure(get().context);
      await port().ensure(get().context);
    });

    it('hears of a new order that it finds when asking', async () => {
      const { connector, context } = get();
      const id = await order(get());
      const { news } = await untilToldOf(get(), id);
      expect(await connector.orders.byNumber(context, id)).toMatchObject({ remoteOrderId: id });
      for (const told of news.orders.filter((one) => one.remoteOrderId === id)) expect((await connector.orders.byNumber(context, id))?.packages[0]?.lines).toEqual(told.packages[0]?.lines);
    });

    it('is told again what it has not acknowledged, in the same bytes, and never what it has', async () => {
      const { context, sandbox } = get();
      const id = await order(get());
      const { notification } = await untilToldOf(get(), id);
      if (!sandbox.redeliver) throw new Error('the connector has notifications, so its sandbox must be able to hand them out again');
      await sandbox.redeliver();
      const again = await untilToldOf(get(), id);
      expect(again.notification.body.toString()).toBe(notification.body.toString());
      await port().acknowledge(context, [again.notification.receipt]);
      await sandbox.redeliver();
      const bodies = (await all(get())).map(({ body }) => body.toString());
      expect(bodies).not.toContain(notification.body.toString());
    });

    it('waits no longer for the first when it is told to', async () => {
      const { context } = get();
      await empty(get());
      const stopping = new AbortController();
      const received = port().receive(context, stopping.signal);
      stopping.abort();
      expect(await received).toEqual([]);
    });

    it('refuses wrong credentials as AUTHENTICATION', async () => {
      const { sandbox, contextWith } = get();
      await expect(port().ensure(contextWith({ credentials: sandbox.wrongCredentials }))).rejects.toMatchObject({ errorClass: 'AUTHENTICATION' });
    });

    it.each([
      ['is not JSON', Buffer.from('<html>no</html>')],
      ['is JSON of another shape', Buffer.from('{"hello":"world"}')],
      ['is empty', Buffer.alloc(0)],
    ])('refuses a body that %s, as VALIDATION', (_name, body) => {
      expect(() => port().parse(body, get().sandbox.currency)).toThrow(expect.objectContaining({ errorClass: 'VALIDATION' }));
    });
  });

  async function order({ connector, context, sandbox }: Bench<C>): Promise<string> {
    await connector.notifications?.ensure(context);
    return sandbox.placeOrder([{ remoteKey: sandbox.keys[0] ?? '', quantity: 1 }]);
  }

  interface ToldOf {
    readonly notification: QueuedNotification;
    readonly news: MarketplaceNews;
  }

  /** Takes out of the queue whatever is about other orders. */
  async function untilToldOf(bench: Bench<C>, id: string): Promise<ToldOf> {
    const { context, sandbox } = bench;
    const queue = requireCapability(bench.connector, 'notifications');
    for (let tries = 0; tries < TRIES; tries += 1) {
      const read = (await queue.receive(context, never)).map((notification) => ({ notification, news: queue.parse(notification.body, sandbox.currency) }));
      const mine = read.find(({ news }) => news.pollNow || news.changedOrderIds.includes(id) || news.orders.some((one) => one.remoteOrderId === id));
      await queue.acknowledge(context, read.filter((one) => one !== mine).map(({ notification }) => notification.receipt));
      if (mine) return mine;
    }
    throw new Error(`the queue did not tell of order ${id}`);
  }

  async function all({ connector, context }: Bench<C>): Promise<QueuedNotification[]> {
    const found: QueuedNotification[] = [];
    const queue = requireCapability(connector, 'notifications');
    for (;;) {
      const some = await queue.receive(context, never);
      if (some.length === 0) return found;
      found.push(...some);
    }
  }

  async function empty(bench: Bench<C>): Promise<void> {
    const receipts = (await all(bench)).map(({ receipt }) => receipt);
    if (receipts.length > 0) await requireCapability(bench.connector, 'notifications').acknowledge(bench.context, receipts);
  }
}
