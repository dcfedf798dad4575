import { describe, expect, it } from '@jest/globals';
import { LANGUAGES_SPOKEN } from '../language.js';
import { CODE_GROUPS, explain, explainedWords, type ExplanationKind } from './explain.js';
import { TURNS } from './explanation.js';

const KINDS: readonly ExplanationKind[] = ['CODE', 'ORDER_STATUS', 'RETURN_STATE', 'ALERT', 'CANCEL_REASON'];
const everything = KINDS.flatMap((kind) => explainedWords(kind).map((code) => ({ kind, code })));
const textsOf = (code: string, kind: ExplanationKind) => LANGUAGES_SPOKEN.map((language) => explain(code, language, kind)!);

describe('the catalogue of explanations', () => {
  it('says one thing of a code, wherever it stands', () => {
    const codes = Object.values(CODE_GROUPS).flatMap((group) => Object.keys(group));
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
    expect(explainedWords('CODE').toSorted()).toEqual(codes.toSorted());
  });

  it('tells cause and remedy in short whole sentences, in every language', () => {
    const faults = everything.flatMap(({ kind, code }) =>
      textsOf(code, kind).flatMap(({ language, cause, remedy }) => [cause, remedy].filter((text) => !/^[\p{Lu}\d].{8,190}\.$/u.test(text)).map((text) => `${code} (${language}): ${text}`)),
    );
    expect(faults).toEqual([]);
  });

  it('writes Russian in Cyrillic, the others in Latin letters, and none twice', () => {
    const faults = everything.filter(({ kind, code }) => {
      const [en, tr, ru] = textsOf(code, kind).map(({ cause, remedy }) => `${cause} ${remedy}`);
      return /\p{Script=Cyrillic}/u.test(`${en} ${tr}`) || !/^[\p{Script=Cyrillic}\s\d]/u.test(ru!) || en === tr;
    });
    expect(faults).toEqual([]);
  });

  it('says whose move it is', () => {
    expect(everything.filter(({ kind, code }) => !TURNS.includes(explain(code, 'en', kind)!.turn))).toEqual([]);
  });

  it('answers null for what it does not know, whatever its name', () => {
    expect(['NO_SUCH_CODE', '', 'constructor', '__proto__', 'toString'].map((code) => explain(code, 'tr'))).toEqual([null, null, null, null, null]);
    expect(explain('AT_COLLECTION_POINT', 'tr')).toBeNull();
  });

  it('tells the same word of orders and of returns apart', () => {
    expect(explain('CANCELLED', 'ru', 'ORDER_STATUS')?.cause).not.toBe(explain('CANCELLED', 'ru', 'RETURN_STATE')?.cause);
  });
});
