import { describe, expect, it } from '@jest/globals';
import { redactText } from '../../platform/payloads/redaction.js';
import type { ConnectorContext, WebhookCall } from '../../subgraphs/sync/connector/contract.js';
import { requireCapability } from '../../subgraphs/sync/connector/require-capability.js';
import { webhookSecretsOf } from '../../subgraphs/sync/connector/webhook-secrets.js';
import type { Bench } from './connector-contract.js';

const SECRET = 'the-secret-of-this-store';

export function describeWebhooks<C>(get: () => Bench<C>): void {
  describe('receiving webhooks', () => {
    it('knows a call of the marketplace by its secret', async () => {
      const { connector } = get();
      const call = await callOf(get());
      expect(await requireCapability(connector, 'webhooks').isAuthentic(call, SECRET, open(get()))).toBe(true);
    });

    it('refuses a call made with another secret, or with none', async () => {
      const { connector } = get();
      const port = requireCapability(connector, 'webhooks');
      const call = await callOf(get());
      expect(await port.isAuthentic(call, 'another-secret', open(get()))).toBe(false);
      expect(await port.isAuthentic({ ...call, headers: {}, path: '' }, SECRET, open(get()))).toBe(false);
      expect(await port.isAuthentic({ ...call, headers: {}, path: '' }, '', open(get()))).toBe(false);
    });

    it('reads the orders of a body as it reads them when asking, or names the ones to ask for', async () => {
      const { connector, context, sandbox } = get();
      const { headers: _, ...call } = await callOf(get());
      const { orders, changedOrderIds, pollNow } = requireCapability(connector, 'webhooks').parse({ ...call, path: redactText(call.path, webhookSecretsOf(requireCapability(connector, 'webhooks'), SECRET)) }, sandbox.currency);
      expect([...orders, ...changedOrderIds, ...(pollNow ? ['poll'] : [])]).not.toEqual([]);
      for (const order of orders) {
        const asked = await connector.orders.byNumber(context, order.remoteOrderId);
        expect(asked?.packages[0]?.lines).toEqual(order.packages[0]?.lines);
      }
      for (const id of changedOrderIds) expect(await connector.orders.byNumber(context, id)).toMatchObject({ remoteOrderId: id });
    });

    it('answers who only asks whether it listens, and tells no secret', async () => {
      const { connector, sandbox } = get();
      const port = requireCapability(connector, 'webhooks');
      if (!port.handshake) return;
      if (!sandbox.handshakeCall) throw new Error('the connector answers handshakes, so its sandbox must show one');
      const webhook = { url: 'https://hub.example.invalid/webhooks/contract', secret: SECRET };
      const call = await sandbox.handshakeCall(webhook);
      const reply = port.handshake(call, webhook);
      expect(reply?.status).toBe(200);
      expect(JSON.stringify(reply?.body)).not.toContain(SECRET);
      if (call.method === 'GET') expect(port.handshake(call, { ...webhook, secret: 'another-secret' })).not.toEqual(reply);
      else expect([await port.isAuthentic(call, SECRET, open(get())), await port.isAuthentic(call, 'another-secret', open(get()))]).toEqual([true, false]);
      expect(port.handshake(await callOf(get()), webhook)).toBeNull();
    });

    it.each([
      ['is not JSON', Buffer.from('<html>no</html>')],
      ['is JSON of another shape', Buffer.from('{"hello":"world"}')],
      ['is empty', Buffer.alloc(0)],
    ])('refuses a body that %s, as VALIDATION', (_name, body) => {
      const { connector, sandbox } = get();
      expect(() => requireCapability(connector, 'webhooks').parse({ method: 'POST', path: '', body }, sandbox.currency)).toThrow(expect.objectContaining({ errorClass: 'VALIDATION' }));
    });

    it('switches a webhook on once, and finds it on the second time', async () => {
      const { connector, context, sandbox } = get();
      const port = requireCapability(connector, 'webhooks');
      if (!port.ensure || !port.remove) return;
      const url = (await sandbox.reachableUrl?.(SECRET)) ?? 'https://hub.example.invalid/webhooks/contract';
      const first = await port.ensure(context, { url, secret: SECRET });
      const second = await port.ensure(context, { url, secret: SECRET });
      expect(second).toEqual({ remoteId: first.remoteId, wasOff: false });
      await port.remove(context, first.remoteId);
      expect((await port.ensure(context, { url, secret: SECRET })).wasOff).toBe(true);
    });
  });
}

function open<C>({ context }: Bench<C>): () => Promise<ConnectorContext<C>> {
  return async () => context;
}

async function callOf<C>({ sandbox }: Bench<C>): Promise<WebhookCall> {
  if (!sandbox.webhookCall) throw new Error('the connector has webhooks, so its sandbox must show how they are called');
  return sandbox.webhookCall(SECRET);
}
