import { describe, expect, it } from '@jest/globals';
import { textIn } from './draft-text.js';

const draft = { title: 'Kazak', descriptionHtml: '<p>Yün</p>', language: 'TR', translations: { EN: { title: 'Jumper', descriptionHtml: '<p>Wool</p>' }, RU: { title: 'Свитер', descriptionHtml: '' } } } as const;

describe('the text of a draft for a marketplace', () => {
  it('is in the first language wanted that the seller has written', () => {
    expect(textIn(draft, ['RU', 'EN'])).toEqual({ title: 'Свитер', descriptionHtml: '', language: 'RU' });
    expect(textIn(draft, ['DE', 'EN'])).toEqual({ title: 'Jumper', descriptionHtml: '<p>Wool</p>', language: 'EN' });
    expect(textIn(draft, ['TR', 'EN'])).toMatchObject({ title: 'Kazak', language: 'TR' });
  });

  it('is the product’s own where none of them is written, and says so', () => {
    expect(textIn(draft, ['DE'])).toMatchObject({ title: 'Kazak', language: 'TR' });
  });
});
