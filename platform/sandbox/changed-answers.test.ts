import { describe, expect, it } from '@jest/globals';
import { numbersAsText, parsedAnswer, rowsTwice } from './changed-answers.js';

describe('an answer that a marketplace changes', () => {
  it('keeps every digit of a number that is longer than JSON.parse keeps', () => {
    const answer = '{"rows":[{"tracking":97260000900000055,"price":0.12345678901234567,"note":"no 97260000900000055, \\"97260000900000055\\"","count":12}]}';
    expect(numbersAsText(parsedAnswer(answer))).toMatchObject({ rows: [{ tracking: '97260000900000055', note: 'no 97260000900000055, "97260000900000055"', count: '12' }] });
    expect(rowsTwice(parsedAnswer(answer))).toMatchObject({ rows: [{ tracking: '97260000900000055', price: 0.12345678901234567, count: 12 }, { count: 12 }] });
  });
});
