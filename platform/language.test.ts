import { describe, expect, it } from '@jest/globals';
import { languageFor } from './language.js';

describe('the language of an answer', () => {
  it.each([
    ['tr', 'tr'],
    ['tr-TR,tr;q=0.9,en;q=0.8', 'tr'],
    ['de-DE,ru;q=0.7,en;q=0.3', 'ru'],
    ['fr', 'en'],
    ['*', 'en'],
    ['', 'en'],
    [`${'x'.repeat(5_000)},tr`, 'en'],
    [undefined, 'en'],
  ])('for Accept-Language %p is %s', (header, language) => {
    expect(languageFor(header)).toBe(language);
  });
});
