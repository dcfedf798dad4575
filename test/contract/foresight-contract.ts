import { describe, expect, it } from '@jest/globals';
import { isExplainedCode } from '../../platform/explanations/explain.js';
import type { ForeseenTrouble } from '../../subgraphs/sync/connector/contract.js';
import { hooksFor } from './capability-contract.js';
import type { Bench } from './connector-contract.js';

export function describeForesight<C>(get: () => Bench<C>): void {
  describe('foreseeing trouble', () => {
    it('says when access ends soon, in the same words until something changes', async () => {
      const bench = get();
      const { credentials, undo } = await hooksFor(bench, 'foreseeTrouble').endingSoon();
      const context = bench.contextWith({ credentials: credentials as C });
      const foresee = async (): Promise<readonly ForeseenTrouble[]> => (await bench.connector.foreseeTrouble?.(context)) ?? [];
      const [trouble, ...more] = await foresee();
      const again = await foresee();
      await undo?.();
      expect(more).toEqual([]);
      expect([isExplainedCode(trouble?.code ?? ''), trouble?.message]).toEqual([true, expect.stringContaining(trouble?.dueAt?.toISOString().slice(0, 10) ?? 'no day')]);
      expect(trouble?.dueAt?.getTime()).toBeGreaterThan(Date.now());
      expect(again).toEqual([trouble]);
    });

    it('says nothing while there is nothing to do', async () => {
      const { connector, contextWith } = get();
      expect(await connector.foreseeTrouble?.(contextWith({}))).toEqual([]);
    });
  });
}
