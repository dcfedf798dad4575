import { describe, expect, it } from '@jest/globals';
import { returnStateOf } from './return-states.js';

describe('the state of a return on Ozon', () => {
  it.each([
    ['Utilizing', null, 'RECEIVED'],
    ['Utilized', null, 'RECEIVED'],
    ['OnSellerApproval', 'Delivering', 'AWAITING_SELLER'],
    ['SomethingNew', 'Delivering', 'IN_TRANSIT'],
    ['SomethingNew', null, 'UNKNOWN'],
  ])('%s, filed under %s, is %s', (status, group, state) => {
    expect(returnStateOf(status, group)).toBe(state);
  });
});
