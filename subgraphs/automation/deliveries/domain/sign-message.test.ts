import { describe, expect, it } from '@jest/globals';
import { newSigningSecret, signMessage } from './sign-message.js';

// The reference library's own signature (npm standardwebhooks 1.1.1) of this message under this secret.
const KNOWN = { secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', at: new Date(1_614_265_330_000), body: '{"test": 2432232314}', signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=' } as const;

describe('signing a message', () => {
  it('gives what the reference library of Standard Webhooks gives', () => {
    const { secret, id, at, body, signature } = KNOWN;
    expect(signMessage({ id, at, body, secrets: [secret] })).toEqual({ 'webhook-id': id, 'webhook-timestamp': '1614265330', 'webhook-signature': signature });
  });

  it('signs with every secret in force, the newest first', () => {
    const { secret, id, at, body, signature } = KNOWN;
    const [first, second, ...more] = signMessage({ id, at, body, secrets: [newSigningSecret(), secret] })['webhook-signature'].split(' ');
    expect([second, more]).toEqual([signature, []]);
    expect(first).toMatch(/^v1,[A-Za-z0-9+/]{43}=$/);
  });

  it('makes secrets of 32 random bytes, never the same twice', () => {
    const secrets = Array.from({ length: 20 }, newSigningSecret);
    expect(new Set(secrets).size).toBe(20);
    for (const secret of secrets) expect(Buffer.from(secret.replace('whsec_', ''), 'base64')).toHaveLength(32);
  });
});
