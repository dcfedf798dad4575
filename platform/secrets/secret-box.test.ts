import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createSecretBox, SecretBoxError } from './secret-box.js';

const key = (id: string) => ({ id, key: randomBytes(32) });

describe('secret box', () => {
  const current = key('k2');
  const old = key('k1');
  const box = createSecretBox({ keys: [current, old] });

  it.each(['', 'apiKey:apiSecret', 'ğüşıöç ₺ 🔑', 'x'.repeat(10_000)])('opens what it sealed: %j', (secret) => {
    const sealed = box.seal(secret, 'store:sto_1');
    expect(box.open(sealed, 'store:sto_1')).toBe(secret);
    if (secret !== '') expect(sealed).not.toContain(secret);
  });

  it('never seals the same secret to the same text', () => {
    expect(box.seal('a', 'c')).not.toBe(box.seal('a', 'c'));
  });

  it("refuses to open a store's secret as another's", () => {
    expect(() => box.open(box.seal('a', 'store:sto_1'), 'store:sto_2')).toThrow(SecretBoxError);
  });

  it('refuses a sealed secret with any one byte changed or missing', () => {
    const sealed = box.seal('apiSecret', 'c');
    const [version, keyId, body] = sealed.split('.') as [string, string, string];
    const bytes = Buffer.from(body, 'base64url');
    const changed = Array.from(bytes, (_, at) => Buffer.from(bytes.map((byte, index) => (index === at ? byte ^ 1 : byte))));
    const cut = Array.from(bytes, (_, length) => bytes.subarray(0, length));
    for (const wrong of [...changed, ...cut]) expect(() => box.open(`${version}.${keyId}.${wrong.toString('base64url')}`, 'c')).toThrow(SecretBoxError);
    for (const wrong of ['', 'x', `s2.${keyId}.${body}`, `${version}.k1.${body}`, `${version}.k9.${body}`]) expect(() => box.open(wrong, 'c')).toThrow(SecretBoxError);
  });

  it('still opens what an older key sealed, and seals with the first', () => {
    const before = createSecretBox({ keys: [old] }).seal('a', 'c');
    expect(box.open(before, 'c')).toBe('a');
    expect(() => createSecretBox({ keys: [old] }).open(box.seal('a', 'c'), 'c')).toThrow("unknown key 'k2'");
  });

  it('refuses keys of another length and ids that would break the form', () => {
    expect(() => createSecretBox({ keys: [] })).toThrow(SecretBoxError);
    expect(() => createSecretBox({ keys: [{ id: 'k', key: randomBytes(16) }] })).toThrow(SecretBoxError);
    expect(() => createSecretBox({ keys: [{ id: 'a.b', key: randomBytes(32) }] })).toThrow(SecretBoxError);
  });

  it('tells nothing of the secret when it refuses', () => {
    const sealed = box.seal('very-secret', 'store:sto_1');
    expect(() => box.open(sealed, 'other')).toThrow(expect.objectContaining({ message: expect.not.stringMatching(/very-secret|sto_1/) }));
  });
});
