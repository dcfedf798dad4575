import { afterEach, describe, expect, it } from '@jest/globals';
import type { FaultInput } from '../../platform/sandbox/faults.js';
import { ConnectorError, type OfferChange } from '../../subgraphs/sync/connector/contract.js';
import type { Bench } from './connector-contract.js';
import { pushAndSettle } from './offer-contract.js';

type FaultKind = Pick<FaultInput, 'kind' | 'status' | 'retryAfterSeconds'>;

export function describeErrors<C>(get: () => Bench<C>): void {
  describe('telling trouble apart', () => {
    afterEach(async () => get().control.clearFaults());

    it.each<[string, FaultKind, Partial<ConnectorError>]>([
      ['refused credentials as AUTHENTICATION', { kind: 'status', status: 401 }, { errorClass: 'AUTHENTICATION', outcome: 'REFUSED' }],
      ['a 429 as RATE_LIMITED', { kind: 'status', status: 429 }, { errorClass: 'RATE_LIMITED', outcome: 'REFUSED' }],
      ['an error inside the marketplace as SERVER of unknown outcome', { kind: 'status', status: 500 }, { errorClass: 'SERVER', outcome: 'UNKNOWN' }],
      ['a silent marketplace as TIMEOUT of unknown outcome', { kind: 'hang' }, { errorClass: 'TIMEOUT', outcome: 'UNKNOWN' }],
      ['an answer that never came as TIMEOUT of unknown outcome', { kind: 'hang-after' }, { errorClass: 'TIMEOUT', outcome: 'UNKNOWN' }],
      ['a connection cut without an answer as NETWORK of unknown outcome', { kind: 'drop-after' }, { errorClass: 'NETWORK', outcome: 'UNKNOWN' }],
    ])('reports %s when pushing', async (_name, fault, expected) => {
      const bench = get();
      await bench.control.fault({ ...fault, match: pushCall(bench) });
      const pushed = bench.connector.offers.push(bench.context, [aChange(bench)]);
      await expect(pushed).rejects.toMatchObject({ name: 'ConnectorError', ...expected });
    });

    it.each<[string, FaultKind]>([
      ["a proxy's HTML page", { kind: 'html' }],
      ['half an answer', { kind: 'truncate' }],
    ])('reports %s when pushing as trouble of unknown outcome', async (_name, fault) => {
      const bench = get();
      await bench.control.fault({ ...fault, match: pushCall(bench) });
      const error = await bench.connector.offers.push(bench.context, [aChange(bench)]).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(ConnectorError);
      expect(error).toMatchObject({ errorClass: expect.stringMatching(/^(SERVER|NETWORK)$/), outcome: 'UNKNOWN' });
    });

    it.each<[string, FaultKind, RegExp]>([
      ['refused credentials', { kind: 'status', status: 401 }, /^AUTHENTICATION$/],
      ['a 429', { kind: 'status', status: 429 }, /^RATE_LIMITED$/],
      ['a 500', { kind: 'status', status: 500 }, /^SERVER$/],
      ['a silent marketplace', { kind: 'hang' }, /^TIMEOUT$/],
      ["a proxy's HTML page", { kind: 'html' }, /^(SERVER|NETWORK)$/],
      ['half an answer', { kind: 'truncate' }, /^(SERVER|NETWORK)$/],
    ])('reports %s when reading by its class', async (_name, fault, errorClass) => {
      const bench = get();
      await bench.control.fault({ ...fault, match: { path: bench.sandbox.readPath } });
      const error = await bench.connector.offers.read(bench.context, bench.sandbox.keys.slice(0, 1)).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(ConnectorError);
      expect(error).toMatchObject({ errorClass: expect.stringMatching(errorClass) });
    });

    it('knows that a refused connection sent nothing', async () => {
      const bench = get();
      const elsewhere = bench.contextWith({ baseUrl: 'http://127.0.0.1:1' });
      await expect(bench.connector.offers.push(elsewhere, [aChange(bench)])).rejects.toMatchObject({ errorClass: 'NETWORK', outcome: 'NOT_SENT' });
    });

    it('can see by reading back that a push whose answer was lost has arrived', async () => {
      const bench = get();
      const remoteKey = bench.sandbox.keys[100] ?? '';
      await bench.control.fault({ kind: 'drop-after', match: pushCall(bench), times: 1 });
      await expect(bench.connector.offers.push(bench.context, [{ remoteKey, quantity: 13, known: { price: null, quantity: null } }])).rejects.toMatchObject({ outcome: 'UNKNOWN' });
      // Another change settles after it: by then the lost one has been worked off too.
      await pushAndSettle(bench, [{ remoteKey: bench.sandbox.keys[101] ?? '', quantity: 14, known: { price: null, quantity: null } }]);
      const [offer] = await bench.connector.offers.read(bench.context, [remoteKey]);
      expect(offer?.quantity).toBe(13);
    });

    it('never puts credentials into an error', async () => {
      const bench = get();
      const error = (await bench.connector.checkAccount(bench.contextWith({ credentials: bench.sandbox.wrongCredentials })).catch((e: unknown) => e)) as Error;
      const secrets = Object.values(bench.sandbox.wrongCredentials as Record<string, unknown>).filter((value): value is string => typeof value === 'string' && value.length >= 8);
      expect(secrets.length).toBeGreaterThan(0);
      for (const secret of secrets) expect(`${error.message} ${JSON.stringify(error)}`).not.toContain(secret);
    });
  });
}

function pushCall<C>({ sandbox }: Bench<C>): FaultInput['match'] {
  return { method: sandbox.pushMethod ?? 'POST', path: sandbox.pushPath };
}

let nextQuantity = 3;

/** Never the same twice: some marketplaces refuse a repeated body. */
function aChange<C>({ sandbox }: Bench<C>): OfferChange {
  nextQuantity += 1;
  return { remoteKey: sandbox.keys[110] ?? '', quantity: nextQuantity, known: { price: null, quantity: null } };
}
