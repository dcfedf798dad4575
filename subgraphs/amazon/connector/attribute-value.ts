import { z } from 'zod';

/** How an attribute is written on the wire, as far as a single text can say it. */
export interface ValueForm {
  readonly type: 'string' | 'boolean' | 'integer' | 'number';
  /** Listed values; null where there is no list. */
  readonly values: readonly ListedValue[] | null;
  /** Whether a value beside the listed ones is taken. */
  readonly isOpen: boolean;
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly maxLength: number | null;
  /** Units that the value is given in; null for what has no unit. */
  readonly unit: { readonly values: readonly ListedValue[]; readonly isOpen: boolean; readonly isRequired: boolean } | null;
  /** Whether it is said in which language the value is. */
  readonly hasLanguage: boolean;
}

export interface ListedValue {
  readonly id: string;
  readonly name: string;
  /** As the schema has it: a boolean or a number is no text. */
  readonly raw: unknown;
}

/** The fields of an attribute's entry that carry a value, or what is wrong with the text that was to become one. */
export type FormedValue = { readonly ok: true; readonly fields: Readonly<Record<string, unknown>> } | { readonly ok: false; readonly fault: string };

/** One field of an attribute that has several, mapped by itself. */
export interface Leaf {
  /** Where it stands in the attribute's entry: `['length']`. */
  readonly path: readonly string[];
  /** What the schema calls it; null where it says nothing. */
  readonly title: string | null;
  readonly form: ValueForm;
  /** How the value stands there. FIELD: by itself; ENTRY: as an object, with its unit or language; ENTRIES: as the only one of a list of such. */
  readonly shape: 'FIELD' | 'ENTRY' | 'ENTRIES';
  /** Whether the attribute must have it once it has any field. */
  readonly required: boolean;
}

const optionSchema = z.looseObject({
  type: z.enum(['string', 'boolean', 'integer', 'number']).optional(),
  enum: z.array(z.unknown()).optional(),
  enumNames: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  maxLength: z.number().optional(),
});
const fieldSchema = optionSchema.extend({ anyOf: z.array(optionSchema).optional() });
const entrySchema = z.looseObject({ required: z.array(z.string()).optional(), properties: z.record(z.string(), z.unknown()) });

const listSchema = z.looseObject({ type: z.literal('array'), items: z.looseObject({ properties: z.unknown() }) });
const titleSchema = z.looseObject({ title: z.string() });
/** Parts of parts of an attribute are mapped, and no deeper. */
const DEEPEST = 3;

/** Fields that need no value of the seller's: selectors, which the connector fills. */
const SELECTORS: readonly string[] = ['marketplace_id', 'language_tag'];
const NUMBER = /^-?\d+(\.\d+)?$/;
const LONGEST_LIST = 10;
const MEASURE = /^(-?[\d.,]+)\s*(.*)$/;

/** Reads the `items` of an attribute's schema; null for what needs more than a value with its unit. */
export function readValueForm(items: unknown): ValueForm | null {
  const { data: entry } = entrySchema.safeParse(items);
  if (!entry || (entry.required ?? []).some((field) => ![...SELECTORS, 'value', 'unit'].includes(field))) return null;
  const value = readField(entry.properties['value']);
  const unit = entry.properties['unit'] === undefined ? null : readField(entry.properties['unit']);
  if (value === null || (entry.properties['unit'] !== undefined && unit === null)) return null;
  return {
    ...value,
    unit: unit && { values: unit.values ?? [], isOpen: unit.isOpen, isRequired: (entry.required ?? []).includes('unit') },
    hasLanguage: entry.properties['language_tag'] !== undefined,
  };
}

/** The fields of an attribute of several, those of its parts too; null where one that it must have cannot be said in a text. */
export function readLeaves(items: unknown, depth = 0): Leaf[] | null {
  const { data: entry } = entrySchema.safeParse(items);
  if (!entry || depth === DEEPEST) return null;
  const leaves: Leaf[] = [];
  for (const [field, raw] of Object.entries(entry.properties).filter(([name]) => !SELECTORS.includes(name))) {
    const required = (entry.required ?? []).includes(field);
    const found = leavesOf(raw, depth);
    if (found === null && required) return null;
    leaves.push(...(found ?? []).map((leaf) => ({ ...leaf, path: [field, ...leaf.path], required: required && leaf.required })));
  }
  return leaves.length > 0 ? leaves : null;
}

/** Of one field; a leaf of its own has no path yet. */
function leavesOf(raw: unknown, depth: number): Leaf[] | null {
  const title = titleSchema.safeParse(raw).data?.title ?? null;
  const one = (form: ValueForm | null, shape: Leaf['shape']): Leaf[] | null => form && [{ path: [], title, form, shape, required: true }];
  const list = listSchema.safeParse(raw);
  if (list.success) return one(readValueForm(list.data.items), 'ENTRIES');
  if (entrySchema.safeParse(raw).success) return one(readValueForm(raw), 'ENTRY') ?? readLeaves(raw, depth + 1);
  const field = readField(raw);
  return one(field && { ...field, unit: null, hasLanguage: false }, 'FIELD');
}

/** What a text becomes: `5` the number 5, `true` a boolean, `250 grams` a value with its unit. Listed values go by their ids, units by their ids or names. Numbers have a decimal point. */
export function formValue(form: ValueForm, given: string): FormedValue {
  return form.unit === null ? formPlain(form, given) : formMeasure(form, form.unit, given);
}

/** The units of a measure as a seller may write them; empty for what has none. */
export function unitsOf(form: ValueForm | null): string[] {
  return (form?.unit?.values ?? []).map(({ id }) => id);
}

function readField(raw: unknown): Omit<ValueForm, 'unit' | 'hasLanguage'> | null {
  const { data: field } = fieldSchema.safeParse(raw);
  if (!field) return null;
  const options = [field, ...(field.anyOf ?? [])];
  const type = options.find((option) => option.type !== undefined)?.type ?? 'string';
  const listed = options.find((option) => option.enum !== undefined);
  const values = listed ? listedIn(listed) : type === 'boolean' ? listedIn({ enum: [true, false] }) : null;
  const { minimum = null, maximum = null, maxLength = null } = field;
  return { type, values, isOpen: type !== 'boolean' && (listed === undefined || listed !== field), minimum, maximum, maxLength };
}

function listedIn({ enum: values = [], enumNames }: z.output<typeof optionSchema>): ListedValue[] {
  return values.map((raw, index) => ({ id: String(raw), name: enumNames?.[index] ?? String(raw), raw }));
}

function formPlain(form: Omit<ValueForm, 'unit'>, given: string): FormedValue {
  const listed = form.values?.find(({ id }) => id === given);
  if (listed) return { ok: true, fields: { value: listed.raw } };
  if (!form.isOpen) return { ok: false, fault: `not a value of Amazon's list${form.values === null || form.values.length > LONGEST_LIST ? '' : ` (${form.values.map(({ id }) => id).join(', ')})`}` };
  return form.type === 'string' ? formText(form, given) : formNumber(form, given);
}

function formText({ maxLength }: Pick<ValueForm, 'maxLength'>, given: string): FormedValue {
  return maxLength !== null && Array.from(given).length > maxLength ? { ok: false, fault: `longer than ${maxLength} characters` } : { ok: true, fields: { value: given } };
}

function formNumber({ type, minimum, maximum }: Pick<ValueForm, 'type' | 'minimum' | 'maximum'>, given: string): FormedValue {
  const value = NUMBER.test(given.trim()) ? Number(given) : NaN;
  if (type === 'integer' && !Number.isSafeInteger(value)) return { ok: false, fault: 'must be a whole number' };
  if (!Number.isFinite(value)) return { ok: false, fault: 'must be a number, with a decimal point' };
  if (minimum !== null && value < minimum) return { ok: false, fault: `must be at least ${minimum}` };
  if (maximum !== null && value > maximum) return { ok: false, fault: `must be at most ${maximum}` };
  return { ok: true, fields: { value } };
}

function formMeasure(form: ValueForm, unit: NonNullable<ValueForm['unit']>, given: string): FormedValue {
  const [, amount, unitText = ''] = MEASURE.exec(given.trim()) ?? [];
  const formed = formPlain(form, amount ?? given.trim());
  if (!formed.ok) return formed;
  if (unitText === '' && !unit.isRequired) return formed;
  const [only, ...others] = unit.values;
  const meant = unitText === '' ? (others.length === 0 && !unit.isOpen ? only?.raw : undefined) : (unit.values.find(({ id, name }) => isSameWord(id, unitText) || isSameWord(name, unitText))?.raw ?? (unit.isOpen ? unitText : undefined));
  return meant === undefined ? { ok: false, fault: `needs one of the units ${unit.values.map(({ id }) => id).join(', ')} behind the number` } : { ok: true, fields: { ...formed.fields, unit: meant } };
}

/** Whatever the capitals, in English and in Turkish, where the capital of i is İ: names are in the marketplace's language, ids in English. */
function isSameWord(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase() || a.toLocaleLowerCase('tr') === b.toLocaleLowerCase('tr');
}
