import { describe, expect, it } from '@jest/globals';
import { formValue, readLeaves, readValueForm } from './attribute-value.js';

const marketplace_id = { $ref: '#/$defs/marketplace_id' };
const of = (value: object, rest: object = {}, required = ['value']) => readValueForm({ type: 'object', required, properties: { value, ...rest, marketplace_id } })!;
const grams = { type: 'string', enum: ['grams', 'fluid_ounces'], enumNames: ['Gram', 'Fluid Ounces'] };
const length = of({ type: 'number' }, { unit: { type: 'string', enum: ['inches', 'kilometers'], enumNames: ['İnç', 'Kilometre'] } }, ['value', 'unit']);
const weight = of({ type: 'number', minimum: 0, maximum: 1_000 }, { unit: grams }, ['value', 'unit']);

describe('a mapped value of an Amazon attribute', () => {
  it.each([
    ['a listed boolean', of({ type: 'boolean', enum: [false, true], enumNames: ['Hayır', 'Evet'] }), 'false', { value: false }],
    ['a boolean without a list', of({ type: 'boolean' }), 'true', { value: true }],
    ['a whole number', of({ type: 'integer' }), '12', { value: 12 }],
    ['a decimal number', of({ type: 'number' }), '1.5', { value: 1.5 }],
    ['a listed number', of({ type: 'integer', enum: [6, 12] }), '12', { value: 12 }],
    ['a text of digits', of({ type: 'string' }), '12', { value: '12' }],
    ['a text beside an open list', of({ anyOf: [{ type: 'string' }, { type: 'string', enum: ['Mavi'] }] }), 'Petrol', { value: 'Petrol' }],
    ['a measure by the id of its unit', weight, '250 grams', { value: 250, unit: 'grams' }],
    ['a measure by the name of its unit', weight, '2.5 fluid ounces', { value: 2.5, unit: 'fluid_ounces' }],
    ['a measure by the Turkish name of its unit in small letters', length, '12.5 inç', { value: 12.5, unit: 'inches' }],
    ['a measure by the Turkish name of its unit in capitals', length, '3 KİLOMETRE', { value: 3, unit: 'kilometers' }],
    ['a measure by the id of its unit in capitals', length, '3 INCHES', { value: 3, unit: 'inches' }],
    ['a measure of the only unit there is', of({ type: 'number' }, { unit: { type: 'string', enum: ['volts'] } }, ['value', 'unit']), '220', { value: 220, unit: 'volts' }],
    ['a number whose unit may be left out', of({ type: 'number' }, { unit: grams }), '7', { value: 7 }],
  ])('is sent as the schema has it: %s', (_, form, given, fields) => {
    expect(formValue(form, given)).toEqual({ ok: true, fields });
  });

  it.each([
    ['another word than true or false', of({ type: 'boolean' }), 'Evet', "not a value of Amazon's list (true, false)"],
    ['a part of a whole number', of({ type: 'integer' }), '1.5', 'must be a whole number'],
    ['a comma, which may part decimals or thousands', of({ type: 'number' }), '1,500', 'must be a number, with a decimal point'],
    ['a text in the place of a number', of({ type: 'number' }), 'many', 'must be a number, with a decimal point'],
    ['a value beside a closed list', of({ type: 'string', enum: ['S', 'M'] }), 'XL', "not a value of Amazon's list (S, M)"],
    ['a text that is too long', of({ type: 'string', maxLength: 3 }), 'uzun', 'longer than 3 characters'],
    ['a measure without its unit', weight, '250', 'needs one of the units grams, fluid_ounces behind the number'],
    ['a measure in a foreign unit', weight, '250 arşın', 'needs one of the units grams, fluid_ounces behind the number'],
    ['a measure below the smallest', weight, '-1 grams', 'must be at least 0'],
    ['a measure above the largest', weight, '1001 grams', 'must be at most 1000'],
    ['a unit without a number', weight, 'grams', 'must be a number, with a decimal point'],
  ])('is refused for %s', (_, form, given, fault) => {
    expect(formValue(form, given)).toEqual({ ok: false, fault });
  });

  it('says its language only where the schema has a place for it', () => {
    expect([of({ type: 'string' }, { language_tag: { $ref: '#/$defs/language_tag' } }).hasLanguage, of({ type: 'string' }).hasLanguage]).toEqual([true, false]);
  });

  it.each([
    ['has parts', { required: ['length'], properties: { length: { type: 'object' }, marketplace_id } }],
    ['wants a further field', { required: ['type', 'value'], properties: { value: { type: 'number' }, type: { type: 'object' }, marketplace_id } }],
    ['has an object for its value', { properties: { value: { type: 'object' } } }],
  ])('does not exist for an attribute that %s', (_, items) => {
    expect(readValueForm(items)).toBeNull();
  });
});

describe('the fields of an Amazon attribute of several', () => {
  const text = (title: string) => ({ title, type: 'string' });
  const measure = { title: 'Length', type: 'object', required: ['unit', 'value'], properties: { value: { type: 'number' }, unit: grams } };
  const shown = (items: unknown) => readLeaves(items)?.map(({ path, shape, required, title }) => [path.join('.'), shape, required, title]);

  it('are texts, measures, parts of parts and lists of one, required where each part above them is', () => {
    const closure = { type: 'array', items: { type: 'object', required: ['value'], properties: { value: text('Type'), language_tag: {} } } };
    const frame = { type: 'object', required: ['depth'], properties: { depth: measure, note: text('Note') } };
    expect(shown({ required: ['size', 'frame'], properties: { size: text('Size'), size_to: text('To'), length: measure, closure, frame, marketplace_id } })).toEqual([
      ['size', 'FIELD', true, 'Size'],
      ['size_to', 'FIELD', false, 'To'],
      ['length', 'ENTRY', false, 'Length'],
      ['closure', 'ENTRIES', false, null],
      ['frame.depth', 'ENTRY', true, 'Length'],
      ['frame.note', 'FIELD', false, 'Note'],
    ]);
  });

  it('leave out one that no text can say, and are none at all where that is required', () => {
    const odd = { type: 'array', items: { type: 'array' } };
    expect(shown({ required: ['size'], properties: { size: text('Size'), odd } })).toEqual([['size', 'FIELD', true, 'Size']]);
    expect(readLeaves({ required: ['odd'], properties: { size: text('Size'), odd } })).toBeNull();
  });
});
