import { describe, expect, it } from '@jest/globals';
import { createGroupCommit } from './group-commit.js';

describe('a group commit', () => {
  it('writes a lone item at once, and together what came during a write', async () => {
    const groups: number[][] = [];
    const commits = createGroupCommit(async (items: readonly number[]) => {
      groups.push([...items]);
      await new Promise((resolve) => setImmediate(resolve));
      return items.map((item) => item * 2);
    });
    const results = await Promise.all([1, 2, 3, 4].map((item) => commits.add(item)));
    expect(results).toEqual([2, 4, 6, 8]);
    expect(groups).toEqual([[1], [2, 3, 4]]);
  });

  it('keeps groups below their limit', async () => {
    const sizes: number[] = [];
    const commits = createGroupCommit(async (items: readonly number[]) => {
      sizes.push(items.length);
      return items;
    }, 3);
    await Promise.all(Array.from({ length: 8 }, (_, item) => commits.add(item)));
    expect(Math.max(...sizes)).toBe(3);
  });

  it('fails the items of a failed group only, and goes on', async () => {
    const commits = createGroupCommit(async (items: readonly string[]) => {
      if (items.includes('bad')) throw new Error('refused');
      return items;
    }, 1);
    const outcomes = await Promise.allSettled(['a', 'bad', 'b'].map((item) => commits.add(item)));
    expect(outcomes.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});
