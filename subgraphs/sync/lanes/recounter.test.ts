import { describe, expect, it } from '@jest/globals';
import { newId, type OperationId } from '../../../platform/ids.js';
import { createLogger } from '../../../platform/telemetry/logger.js';
import { createRecounter } from './recounter.js';

const logger = createLogger({ level: 'silent', name: 'test' });

describe('the recounter', () => {
  it('counts each operation that was touched once, several at a time, and none is held up by one that cannot be counted', async () => {
    const ids = Array.from({ length: 100 }, () => newId('operation'));
    const counted: OperationId[] = [];
    let underWay = 0;
    let most = 0;
    const recounter = createRecounter({
      logger,
      async recount(id) {
        underWay += 1;
        most = Math.max(most, underWay);
        await new Promise(setImmediate);
        underWay -= 1;
        if (id === ids[3]) throw new Error('the database is away');
        counted.push(id);
      },
    });
    recounter.touch(ids);
    recounter.touch(ids.slice(0, 10));
    await recounter.flush();
    expect(counted.toSorted()).toEqual(ids.filter((_, place) => place !== 3).toSorted());
    expect(most).toBe(8);
  });
});
