import { describe, expect, it } from '@jest/globals';
import { KEPT_DAYS } from '../../platform/payloads/archive.js';
import type { Bench } from './connector-contract.js';

export function describeAccount<C>(get: () => Bench<C>): void {
  describe('checking an account', () => {
    it('passes with the right credentials', async () => {
      const { connector, context } = get();
      await expect(connector.checkAccount(context)).resolves.toBeUndefined();
    });

    it('fails as AUTHENTICATION with wrong credentials', async () => {
      const { connector, sandbox, contextWith } = get();
      const wrong = connector.checkAccount(contextWith({ credentials: sandbox.wrongCredentials }));
      await expect(wrong).rejects.toMatchObject({ name: 'ConnectorError', errorClass: 'AUTHENTICATION', outcome: 'REFUSED' });
    });

    it('refuses credentials with a field missing, before any call', () => {
      expect(get().connector.credentials.safeParse({}).success).toBe(false);
    });

    it('lets buyers be kept at least as long as payloads that carry them', () => {
      const { buyerDataKeptMs = Number.POSITIVE_INFINITY } = get().connector.limits;
      expect(buyerDataKeptMs).toBeGreaterThanOrEqual(KEPT_DAYS.personal * 86_400_000);
    });

    it('names a quota group for every call it makes, each with limit, window and source', () => {
      const { connector, context } = get();
      const groups = Object.values(connector.quotaGroups(context.store)).flat();
      expect(groups.length).toBeGreaterThan(0);
      for (const { limit, windowMs, source } of groups) expect([limit > 0, windowMs > 0, source.length > 0]).toEqual([true, true, true]);
    });
  });
}
