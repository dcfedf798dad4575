import { describe, expect, it } from '@jest/globals';
import type { AttemptId, OperationId } from '../../../platform/ids.js';
import { accept, apply, ATTEMPT_TRANSITIONS, desire, giveBack, lose, newField, read, readArrived, readUnknown, refuse, sellThere, send } from './field-sync.js';
import type { FieldSync, ListingIssue } from './listing.js';
import { afterSale, sameValue } from './listing-value.js';

const at = new Date('2026-11-22T12:00:00Z');
const later = new Date('2026-11-22T12:00:05Z');
const first = 'att_1' as AttemptId;
const operation = 'opr_1' as OperationId;
const refused: ListingIssue = { code: 'MARKETPLACE_REFUSED', message: 'no', retryable: false, at };
const same = sameValue.quantity;
const lowered = afterSale.quantity;

const queued = (value = 5) => newField({ value, operationId: operation, at });
const must = <T>(value: T | null): T => {
  if (value === null) throw new Error('expected a transition');
  return value;
};
const sent = (field = queued(), attemptId = first) => must(send(field, { attemptId, revision: field.desired.revision, at }));
const applied = (value = 5) => must(apply(sent(queued(value)), { evidence: 'RECEIPT', at }, same, lowered));
const want = (field: FieldSync<number>, value: number) => desire(field, { value, operationId: 'opr_2' as OperationId, at: later }, same);

describe('a desired value', () => {
  it('goes from QUEUED over SENT and ACCEPTED to APPLIED with receipt and times', () => {
    const accepted = must(accept(sent(), { receipt: 'r-1', at: later }));
    const done = must(apply(accepted, { evidence: 'RECEIPT', at: later }, same, lowered));
    expect([sent().state, accepted.state, done.state]).toEqual(['SENT', 'ACCEPTED', 'APPLIED']);
    expect(done).toMatchObject({ receipt: 'r-1', sentAt: at, acceptedAt: later, appliedAt: later, sends: 1, attemptId: null, sent: null, published: { value: 5, revision: 1, evidence: 'RECEIPT' } });
  });

  it('is not taken twice, nor under an outdated revision', () => {
    expect(send(sent(), { attemptId: 'att_2' as AttemptId, revision: 1, at })).toBeNull();
    expect(send(want(queued(), 7), { attemptId: first, revision: 1, at })).toBeNull();
  });

  it('answers the earliest sale until one is accepted', () => {
    const sold = (field: FieldSync<number>, value: number, soldAt?: Date) => desire(field, { value, operationId: null, at: later, soldAt }, same);
    const twice = sold(sold(applied(9), 8, at), 7, later);
    expect(twice.desired.soldAt).toEqual(at);
    expect(sold(twice, 6).desired.soldAt).toEqual(at);
    const accepted = must(accept(must(send(twice, { attemptId: first, revision: twice.desired.revision, at })), { receipt: 'r-1', at: later }));
    expect(sold(accepted, 6, later).desired.soldAt).toEqual(later);
    expect(sold(accepted, 6).desired).not.toHaveProperty('soldAt');
  });

  it('does not wait for a pause that was asked for the value before it', () => {
    const tomorrow = new Date('2026-11-23T08:00:00Z');
    const back = (field: FieldSync<number>) => giveBack(field, { notBefore: tomorrow, issue: null, at: later }, same);
    expect([back(sent())?.notBefore, back(want(sent(), 0))?.notBefore]).toEqual([tomorrow, null]);
  });

  it('keeps revision and state when wanted again, but counts for the later operation', () => {
    expect(want(sent(), 5)).toMatchObject({ state: 'SENT', desired: { revision: 1, operationId: 'opr_2' } });
    expect(desire(queued(), { value: 5, operationId: operation, at: later }, same)).toEqual(queued());
  });

  it('is APPLIED at once when it is there already, with the evidence there is', () => {
    const detour = want(applied(), 9);
    expect(want(detour, 5)).toMatchObject({ state: 'APPLIED', desired: { revision: 3 }, published: { value: 5, revision: 3, evidence: 'RECEIPT' }, sends: 0 });
  });

  it('is tried again when wanted again after a refusal', () => {
    const rejected = must(refuse(sent(), refused));
    expect(rejected).toMatchObject({ state: 'REJECTED', issue: refused });
    expect(want(rejected, 5)).toMatchObject({ state: 'QUEUED', issue: null, desired: { revision: 2 } });
  });
});

describe('a newer value wanted while an older one is in flight', () => {
  const overtaken = want(must(accept(sent(), { receipt: 'r-1', at })), 8);

  it('stays QUEUED while the attempt goes on', () => {
    expect(overtaken).toMatchObject({ state: 'QUEUED', attemptId: first, sent: { value: 5, revision: 1, phase: 'ACCEPTED' }, receipt: 'r-1' });
    expect(send(overtaken, { attemptId: 'att_2' as AttemptId, revision: 2, at })).toBeNull();
    expect(accept(want(sent(), 8), { receipt: 'r-2', at })).toMatchObject({ state: 'QUEUED', acceptedAt: null, sent: { phase: 'ACCEPTED' } });
  });

  it('is next once the older one has been applied, refused or given back', () => {
    expect(apply(overtaken, { evidence: 'RECEIPT', at }, same, lowered)).toMatchObject({ state: 'QUEUED', sent: null, published: { value: 5, revision: 1 }, appliedAt: null });
    expect(refuse(overtaken, refused)).toMatchObject({ state: 'QUEUED', sent: null, issue: null });
    expect(giveBack(overtaken, { notBefore: null, issue: refused, at }, same)).toMatchObject({ state: 'QUEUED', sent: null, issue: null });
  });

  it('is not sent when it turns out to be what has just been applied', () => {
    expect(apply(want(overtaken, 5), { evidence: 'RECEIPT', at }, same, lowered)).toMatchObject({ state: 'APPLIED', published: { value: 5, revision: 3 } });
  });
});

describe('an unanswered attempt', () => {
  const unknown = must(lose(sent(), { ...refused, code: 'TIMEOUT' }));

  it('is UNKNOWN and cannot be sent again before it is read back', () => {
    expect(unknown).toMatchObject({ state: 'UNKNOWN', issue: { code: 'TIMEOUT' } });
    expect(send(unknown, { attemptId: 'att_2' as AttemptId, revision: 1, at })).toBeNull();
  });

  it('is VERIFIED when the value is found there', () => {
    expect(readUnknown(unknown, { value: 5, evidence: 'READ_BACK', at: later }, same)).toMatchObject({ state: 'VERIFIED', verifiedAt: later, sent: null, published: { value: 5, revision: 1, evidence: 'READ_BACK' } });
  });

  it('is QUEUED again when another value is found there', () => {
    expect(readUnknown(unknown, { value: 2, evidence: 'READ_BACK', at: later }, same)).toMatchObject({ state: 'QUEUED', sent: null, attemptId: null, published: { value: 2 }, desired: { value: 5 } });
  });

  describe('that may still be applied', () => {
    const over = (published: Partial<NonNullable<FieldSync<number>['published']>> = {}): FieldSync<number> => ({ ...unknown, published: { value: 2, revision: 0, at, evidence: 'READ_BACK', knownAt: at, ...published } });
    const shown = (field: FieldSync<number>, value: number) => readArrived(field, { value, evidence: 'READ_BACK', at: later }, same, lowered);

    it('is VERIFIED when its value is shown in place of another', () => {
      expect(shown(over(), 5)).toMatchObject({ state: 'VERIFIED', verifiedAt: later, sent: null, published: { value: 5, evidence: 'READ_BACK', replaced: { value: 2 } } });
    });

    it('stays UNKNOWN when another value is shown', () => {
      expect([shown(over(), 2), shown(over(), 7)]).toEqual([null, null]);
    });

    it('stays UNKNOWN when what is shown may have been there before', () => {
      expect(shown(over({ value: 5 }), 5)).toBeNull();
      expect(shown(over({ replaced: { value: 5, at } }), 5)).toBeNull();
      expect(shown(over({ inDoubt: true }), 5)).toBeNull();
      expect(shown(unknown, 5)).toBeNull();
    });

    it('has arrived after a sale there too, and is sent again as it is now', () => {
      const sold = sellThere(over(), 1, { at });
      expect([shown(sold, 4), shown(sold, 5)]).toMatchObject(Array.from({ length: 2 }, () => ({ state: 'QUEUED', sent: null, published: { value: 4, evidence: 'ORDER' } })));
    });

    it('stays UNKNOWN when a sale may have made it so', () => {
      expect(shown(sellThere(over({ value: 6 }), 1, { at }), 5)).toBeNull();
    });

    it('is sent again when a newer value is wanted', () => {
      expect(shown(desire(over(), { value: 9, operationId: operation, at }, same), 5)).toMatchObject({ state: 'QUEUED', sent: null, published: { value: 5 }, desired: { value: 9 } });
    });
  });

  it('may still be answered late', () => {
    expect(apply(unknown, { evidence: 'RECEIPT', at }, same, lowered)).toMatchObject({ state: 'APPLIED' });
  });
});

describe('reading back', () => {
  it('verifies what is there and queues anew what was changed there', () => {
    expect(read(applied(), { value: 5, evidence: 'READ_BACK', at: later }, same)).toMatchObject({ state: 'VERIFIED', verifiedAt: later });
    expect(read(applied(), { value: 3, evidence: 'SWEEP', at: later }, same)).toMatchObject({ state: 'QUEUED', desired: { value: 5, revision: 2 }, published: { value: 3 } });
  });

  it('says nothing of a value in flight', () => {
    expect(read(sent(), { value: 3, evidence: 'SWEEP', at }, same)).toBeNull();
  });

  it('does not send what was refused a second time', () => {
    expect(read(must(refuse(sent(), refused)), { value: 3, evidence: 'SWEEP', at }, same)).toMatchObject({ state: 'REJECTED', published: { value: 3 } });
  });
});

describe('a sale on the marketplace itself', () => {
  it('lowers what is published there', () => {
    expect(sellThere(applied(), 2, { at: later })).toMatchObject({ published: { value: 3, evidence: 'ORDER' } });
  });

  it('while a value is in flight makes it be sent anew, since nobody knows which came last', () => {
    const doubtful = sellThere(sent(), 2, { at: later });
    expect(apply(doubtful, { evidence: 'RECEIPT', at }, same, lowered)).toMatchObject({ state: 'QUEUED', desired: { value: 5, revision: 2 }, published: { value: 3, evidence: 'ORDER' } });
  });

  it('from before a value landed, heard of after it, makes the value be sent anew even where fewer are wanted', () => {
    const soldAt = new Date(at.getTime() - 1_000);
    const doubtful = sellThere(applied(), 2, { at: later, soldAt });
    const wanted = want(doubtful, 3);
    expect(wanted).toMatchObject({ state: 'QUEUED', desired: { value: 3 } });
    expect(apply(sent(wanted), { evidence: 'RECEIPT', at: later }, same, lowered)).toMatchObject({ state: 'APPLIED', published: { value: 3 } });
  });

  it('from well after a value landed leaves nothing to send', () => {
    const soldAt = new Date(at.getTime() + 60_000);
    expect(want(sellThere(applied(), 2, { at: later, soldAt }), 3)).toMatchObject({ state: 'APPLIED', published: { value: 3, evidence: 'ORDER' } });
  });
});

it('an event of an attempt that is over changes nothing', () => {
  const over = [queued(), applied(), must(refuse(sent(), refused))];
  for (const field of over) {
    expect([accept(field, { receipt: 'r', at }), lose(field, refused), apply(field, { evidence: 'RECEIPT', at }, same, lowered), refuse(field, refused), giveBack(field, { notBefore: null, issue: null, at }, same)]).toEqual([null, null, null, null, null]);
  }
});

it('an accepted attempt is not accepted again under another receipt', () => {
  expect(ATTEMPT_TRANSITIONS.ACCEPTED.ACCEPT).toBeUndefined();
  expect(accept(must(accept(sent(), { receipt: 'r-1', at })), { receipt: 'r-2', at })).toBeNull();
});
