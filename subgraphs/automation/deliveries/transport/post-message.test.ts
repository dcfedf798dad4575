import type { LookupAddress } from 'node:dns';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startWebhookReceiver, type WebhookReceiver } from '../../testing/webhook-receiver.js';
import { createPoster, type Poster, type PosterOptions } from './post-message.js';
import { isPublicAddress, isPublicOrThisMachine, type Resolve } from './public-address.js';

const message = { headers: { 'content-type': 'application/json' }, body: '{}' };
const resolveTo = (...addresses: readonly LookupAddress[]): Resolve => (_name, _options, answer) => answer(null, [...addresses]);
const LOOPBACK = { address: '127.0.0.1', family: 4 };

let receiver: WebhookReceiver;
let poster: Poster | undefined;
beforeEach(async () => {
  receiver = await startWebhookReceiver();
});
afterEach(async () => {
  await poster?.close();
  await receiver.close();
});
const open = (options: Partial<PosterOptions> = {}): Poster => (poster = createPoster({ mayCall: isPublicAddress, ...options }));

describe('which addresses are public', () => {
  it.each(['127.0.0.1', '0.0.0.0', '10.1.2.3', '100.64.0.1', '169.254.169.254', '172.31.255.255', '192.168.1.1', '198.18.0.1', '224.0.0.1', '255.255.255.255', '::', '::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '64:ff9b::7f00:1', 'fc00::1', 'fd12::1', 'fe80::1', 'ff02::1', '2001:db8::1', '2002:7f00:1::', '2001::1', 'localhost', ''])('not %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['8.8.8.8', '93.184.215.14', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450:4001::200e'])('but %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe('posting a message', () => {
  it.each(['127.0.0.1', '127.1', '2130706433', '0x7f.1', '0177.0.0.1', '[::1]', '[::ffff:127.0.0.1]'])('never reaches this machine as %s', async (host) => {
    expect(await open().post({ url: `http://${host}:${receiver.port}/`, ...message })).toMatchObject({ status: null, trouble: 'ADDRESS_REFUSED' });
    expect(receiver.calls).toEqual([]);
  });

  it('never reaches this machine by a name that leads to it, alone or beside a public address', async () => {
    for (const resolve of [resolveTo(LOOPBACK), resolveTo({ address: '93.184.215.14', family: 4 }, LOOPBACK)]) {
      expect(await open({ resolve }).post({ url: `http://hub.example.com:${receiver.port}/`, ...message })).toMatchObject({ trouble: 'ADDRESS_REFUSED' });
      await poster?.close();
    }
    expect(receiver.calls).toEqual([]);
  });

  it('calls what the name led to when it was judged, whatever it leads to later', async () => {
    let asked = 0;
    const resolve: Resolve = (_name, _options, answer) => answer(null, [asked++ === 0 ? LOOPBACK : { address: '10.0.0.1', family: 4 }]);
    expect(await open({ resolve, mayCall: isPublicOrThisMachine }).post({ url: `http://hub.example.com:${receiver.port}/`, ...message })).toMatchObject({ status: 204, trouble: null });
    expect(asked).toBe(1);
  });

  it('follows no redirect', async () => {
    const other = await startWebhookReceiver();
    receiver.answerWith({ status: 307, headers: { location: other.url } }, { status: 302, headers: { location: other.url } });
    const { url } = receiver;
    open({ mayCall: isPublicOrThisMachine });
    expect([await poster?.post({ url, ...message }), await poster?.post({ url, ...message })]).toMatchObject([{ status: 307, trouble: 'STATUS' }, { status: 302, trouble: 'STATUS' }]);
    expect(other.calls).toEqual([]);
    await other.close();
  });

  it('says when nothing answered in time, and when nobody was there', async () => {
    receiver.answerWith('HANG');
    open({ mayCall: isPublicOrThisMachine, timeoutMs: 300 });
    expect(await poster?.post({ url: receiver.url, ...message })).toMatchObject({ status: null, trouble: 'TIMEOUT' });
    const gone = await startWebhookReceiver();
    await gone.close();
    await poster?.close();
    expect(await open({ mayCall: isPublicOrThisMachine }).post({ url: gone.url, ...message })).toMatchObject({ status: null, trouble: 'NETWORK' });
  });
});
