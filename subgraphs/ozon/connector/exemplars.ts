import { z } from 'zod';
import { groupBy } from '../../../platform/group-by.js';
import { number, optionalText, text } from '../../sync/connector/wire-values.js';
import { call, type OzonContext } from './client.js';
import { METHODS, type WritingCall } from './methods.js';

export type MarkType = 'mandatory_mark' | 'jw_uin';

/** One unit of a posting, with what is to be told of it; numbers that do not exist are said to be absent. */
export interface ExemplarInput {
  readonly sku: string;
  readonly exemplarId: string;
  readonly marks: readonly { readonly mark: string; readonly type: MarkType }[];
  readonly gtd: string | null;
  readonly isGtdAbsent: boolean;
  readonly rnpt: string | null;
  readonly isRnptAbsent: boolean;
}

export interface Exemplar extends ExemplarInput {
  readonly needs: { readonly mark: boolean; readonly gtd: boolean; readonly rnpt: boolean; readonly uin: boolean };
}

export interface FieldErrors {
  /** `gtd`, `rnpt` or `mark …` with its first characters. */
  readonly field: string;
  readonly codes: readonly string[];
}

export interface ExemplarVerdict {
  readonly sku: string;
  readonly exemplarId: string;
  readonly errors: readonly FieldErrors[];
}

/** What Ozon says of a unit's data, and which data it speaks of where it tells. */
export interface CheckedExemplar extends ExemplarVerdict, Pick<ExemplarInput, 'gtd' | 'rnpt'> {
  readonly marks: readonly string[];
}

export interface ExemplarStatus {
  /** `ship_available`, `ship_not_available`, `validation_in_process`, or a word Ozon has added. */
  readonly status: string;
  readonly exemplars: readonly CheckedExemplar[];
}

const flag = z.boolean().nullish();
const codes = z.array(text).nullish();
const markSchema = z.looseObject({ mark: z.string(), mark_type: z.string().nullish(), check_status: z.string().nullish(), error_codes: codes });
const sheetSchema = z.looseObject({
  products: z.array(
    z.looseObject({
      product_id: text,
      quantity: number.nullish(),
      is_mandatory_mark_needed: flag,
      is_gtd_needed: flag,
      is_rnpt_needed: flag,
      is_jw_uin_needed: flag,
      exemplars: z.array(z.looseObject({ exemplar_id: text, gtd: optionalText, is_gtd_absent: flag, rnpt: optionalText, is_rnpt_absent: flag, marks: z.array(markSchema).nullish() })),
    }),
  ),
});
const statusSchema = z.looseObject({
  status: z.string(),
  products: z.array(z.looseObject({ product_id: text, exemplars: z.array(z.looseObject({ exemplar_id: text, gtd: optionalText.optional(), rnpt: optionalText.optional(), gtd_error_codes: codes, rnpt_error_codes: codes, marks: z.array(markSchema).nullish() })) })).nullish(),
});
const validatedMarkSchema = z.looseObject({ mark: z.string(), valid: flag, errors: codes });
const validatedSchema = z.looseObject({ valid: flag, errors: codes, marks: z.array(validatedMarkSchema).nullish() });
const validationSchema = z.looseObject({
  products: z.array(z.looseObject({ product_id: text, valid: flag, error: optionalText, exemplars: z.array(validatedSchema).nullish() })),
});
const countrySchema = z.looseObject({ is_gtd_needed: flag });
const countriesSchema = z.looseObject({ result: z.array(z.looseObject({ name: z.string(), country_iso_code: z.string() })) });

/** The units of a posting as Ozon numbers them, with what is known of each. */
export async function readExemplars(context: OzonContext, postingNumber: string): Promise<readonly Exemplar[]> {
  const { products } = await call(context, 'exemplars.get', { posting_number: postingNumber }, sheetSchema);
  return products.flatMap((product) =>
    product.exemplars.map((one) => ({
      sku: product.product_id,
      exemplarId: one.exemplar_id,
      marks: (one.marks ?? []).map(({ mark, mark_type }) => ({ mark, type: mark_type === 'jw_uin' ? ('jw_uin' as const) : ('mandatory_mark' as const) })),
      gtd: one.gtd,
      isGtdAbsent: one.is_gtd_absent ?? false,
      rnpt: one.rnpt,
      isRnptAbsent: one.is_rnpt_absent ?? false,
      needs: { mark: product.is_mandatory_mark_needed ?? false, gtd: product.is_gtd_needed ?? false, rnpt: product.is_rnpt_needed ?? false, uin: product.is_jw_uin_needed ?? false },
    })),
  );
}

/** Ozon's check of the form of unit data, before any of it is handed in: the units with mistakes, by their ids. */
export async function validateExemplars(context: OzonContext, postingNumber: string, units: readonly ExemplarInput[]): Promise<readonly ExemplarVerdict[]> {
  const { products } = await call(context, 'exemplars.validate', { posting_number: postingNumber, products: bySku(units) }, validationSchema);
  // The answer names no unit: its places are those of the question.
  return products.flatMap(({ product_id: sku, valid, error, exemplars }) => {
    const asked = units.filter((unit) => unit.sku === sku);
    const found = (exemplars ?? []).flatMap((one, index) => {
      const errors = mistakesIn(one);
      return errors.length === 0 ? [] : [{ sku, exemplarId: asked[index]?.exemplarId ?? '', errors }];
    });
    if (found.length > 0 || (valid !== false && error === null)) return found;
    return asked.map(({ exemplarId }) => ({ sku, exemplarId, errors: [{ field: 'the data', codes: [error ?? UNNAMED] }] }));
  });
}

/** Where Ozon says that something is wrong, and not what. */
const UNNAMED = 'NOT_VALID';

function mistakesIn({ valid, errors, marks }: z.infer<typeof validatedSchema>): FieldErrors[] {
  const ofMarks = (marks ?? []).map((one) => ({ field: markField(one.mark), codes: one.errors?.length ? one.errors : one.valid === false ? [UNNAMED] : [] }));
  const found = [{ field: 'gtd or rnpt', codes: errors ?? [] }, ...ofMarks].filter((one) => one.codes.length > 0);
  return found.length === 0 && valid === false ? [{ field: 'the data', codes: [UNNAMED] }] : found;
}

/** Hands unit data in. Ozon checks it afterwards: only the status tells whether it was taken. */
export async function setExemplars(context: OzonContext, postingNumber: string, units: readonly ExemplarInput[]): Promise<void> {
  await call(context, 'exemplars.set', setCall(postingNumber, units).body, z.unknown());
}

export function setCall(postingNumber: string, units: readonly ExemplarInput[]): WritingCall {
  return { method: 'POST', path: METHODS['exemplars.set'].path, body: { posting_number: postingNumber, multi_box_qty: 0, products: bySku(units) } };
}

/** Has Ozon keep what was handed in after packing, once it has passed its check. */
export async function saveExemplars(context: OzonContext, postingNumber: string): Promise<void> {
  await call(context, 'exemplars.update', saveCall(postingNumber).body, z.unknown());
}

export function saveCall(postingNumber: string): WritingCall {
  return { method: 'POST', path: METHODS['exemplars.update'].path, body: { posting_number: postingNumber } };
}

export async function readExemplarStatus(context: OzonContext, postingNumber: string): Promise<ExemplarStatus> {
  const { status, products } = await call(context, 'exemplars.status', { posting_number: postingNumber }, statusSchema);
  const exemplars = (products ?? []).flatMap(({ product_id, exemplars: units }) => units.map((unit) => ({ sku: product_id, exemplarId: unit.exemplar_id, gtd: unit.gtd ?? null, rnpt: unit.rnpt ?? null, marks: (unit.marks ?? []).map(({ mark }) => mark), errors: errorsOf(unit) })));
  return { status, exemplars };
}

export interface CountryOfGoods {
  readonly postingNumber: string;
  readonly sku: string;
  readonly countryCode: string;
}

export function countryCall({ postingNumber, sku, countryCode }: CountryOfGoods): WritingCall {
  return { method: 'POST', path: METHODS['exemplars.setCountry'].path, body: { posting_number: postingNumber, product_id: Number(sku), country_iso_code: countryCode } };
}

/** Says where a product was made; true when Ozon now wants its customs number too. */
export async function setCountry(context: OzonContext, goods: CountryOfGoods): Promise<boolean> {
  const answer = await call(context, 'exemplars.setCountry', countryCall(goods).body, countrySchema);
  return answer.is_gtd_needed ?? false;
}

export async function listCountries(context: OzonContext, search: string): Promise<readonly { readonly name: string; readonly code: string }[]> {
  const { result } = await call(context, 'exemplars.countries', { name_search: search }, countriesSchema);
  return result.map(({ name, country_iso_code }) => ({ name, code: country_iso_code }));
}

function bySku(units: readonly ExemplarInput[]): object[] {
  return [...groupBy(units, ({ sku }) => sku)].map(([sku, ofSku]) => ({ product_id: Number(sku), exemplars: ofSku.map(toWire) }));
}

function toWire({ exemplarId, marks, gtd, isGtdAbsent, rnpt, isRnptAbsent }: ExemplarInput): object {
  return { exemplar_id: Number(exemplarId), gtd: gtd ?? '', is_gtd_absent: isGtdAbsent, rnpt: rnpt ?? '', is_rnpt_absent: isRnptAbsent, marks: marks.map(({ mark, type }) => ({ mark, mark_type: type })) };
}

type CheckedUnit = NonNullable<z.infer<typeof statusSchema>['products']>[number]['exemplars'][number];

function errorsOf({ gtd_error_codes, rnpt_error_codes, marks }: CheckedUnit): FieldErrors[] {
  const all = [
    { field: 'gtd', codes: gtd_error_codes ?? [] },
    { field: 'rnpt', codes: rnpt_error_codes ?? [] },
    ...(marks ?? []).map(({ mark, error_codes }) => ({ field: markField(mark), codes: error_codes ?? [] })),
  ];
  return all.filter((one) => one.codes.length > 0);
}

/** A mark is a key to its unit: only its beginning is repeated. */
function markField(mark: string): string {
  return `mark ${mark.slice(0, 8)}…`;
}
