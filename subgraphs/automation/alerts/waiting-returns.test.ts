import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PollMark } from '../../sync/intake/domain/poll-mark.js';
import { openAlertOffice, type AlertOffice } from '../testing/alert-office.js';

const ALERTS = 'query { alerts(filter: { kinds: [RETURN_WAITING] }) { nodes { state severity subject value dueAt resolution store { id } explanation { code cause language } } } }';
const RESPOND_BY = new Date('2026-11-24T09:30:00.000Z');

let office: AlertOffice;
beforeAll(async () => {
  office = await openAlertOffice();
});
afterAll(() => office.close());

const shown = async (as = office.principal, language: 'en' | 'tr' | 'ru' = 'en') => ((await office.ask(ALERTS, {}, as, language)).data as unknown as { alerts: { nodes: readonly { explanation: { cause: string } }[] } }).alerts.nodes;
/** What the last look at the store's returns found. */
async function found(count: number, nextRespondBy: Date | null = null): Promise<void> {
  const returnsWaiting = { count, nextRespondBy, seenAt: new Date() };
  await office.house.db.collection<PollMark>('pollMarks').updateOne({ _id: office.storeId }, { $set: { returnsWaiting }, $setOnInsert: { sellerId: office.principal.sellerId } }, { upsert: true });
  await office.alerts.look();
}

describe('returns that wait for the seller', () => {
  it('have one alert for their store, with how many there are and until when, for their seller alone, until none waits', async () => {
    await office.alerts.look();
    expect(await shown()).toEqual([]);
    await found(2, RESPOND_BY);
    const open = { state: 'OPEN', severity: 'WARNING', subject: '', value: 2, dueAt: RESPOND_BY.toISOString(), store: { id: office.storeId }, explanation: { code: 'RETURN_WAITING' } };
    expect(await shown()).toMatchObject([open]);
    expect(await shown(office.stranger)).toEqual([]);
    await found(1);
    expect(await shown()).toMatchObject([open]);
    await found(0);
    expect(await shown()).toMatchObject([{ state: 'RESOLVED', resolution: 'CLEARED' }]);
    await found(1);
    expect(await shown()).toMatchObject([{ state: 'OPEN', value: 1, dueAt: null }, { state: 'RESOLVED' }]);
  });

  it('are told of in English, Turkish and Russian', async () => {
    const causes = await Promise.all((['en', 'tr', 'ru'] as const).map(async (language) => (await shown(office.principal, language))[0]?.explanation.cause));
    expect(causes).toEqual([expect.stringContaining('waits for your answer'), expect.stringContaining('yanıtınızı bekliyor'), expect.stringContaining('ждёт вашего ответа')]);
  });
});
