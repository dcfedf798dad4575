import { describe, expect, it } from '@jest/globals';
import { deserialize, Long, serialize } from 'bson';
import { cursorReply } from './cursor-reply.js';

const documents = Array.from({ length: 120 }, (_, i) => ({ _id: i, text: 'ç'.repeat(i) }));

describe('a cursor reply', () => {
  it.each([0, 1, 120])('holds %i documents, the id and the namespace', (count) => {
    const wanted = documents.slice(0, count);
    const id = Long.fromString('1234567890123456789');
    const reply = cursorReply('firstBatch', { documents: wanted.map((each) => Buffer.from(serialize(each))), exhausted: false }, id, 'şop.things');
    expect(deserialize(reply, { promoteLongs: false })).toEqual({ cursor: { firstBatch: wanted, id, ns: 'şop.things' }, ok: 1 });
  });
});
