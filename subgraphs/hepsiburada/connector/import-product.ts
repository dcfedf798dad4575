import type { CategoryAttribute, Language, ListingDraft } from '../../sync/connector/contract.js';
import { textIn } from '../../sync/connector/draft-text.js';
import type { HepsiburadaCredentials } from './client.js';
import { decimalComma } from './decimal-comma.js';

export const MAX_IMAGES = 10;
/** The catalogue is in Turkish only; texts in another language are sent where there are no Turkish ones. */
export const LANGUAGES_TAKEN: readonly Language[] = ['TR'];

/** Names sellers give their options, in the languages the hub knows, by the name of Hepsiburada's variant attribute. */
const OPTION_NAMES: Readonly<Record<string, readonly string[]>> = {
  renk: ['renk', 'color', 'colour', 'цвет', 'farbe'],
  beden: ['beden', 'size', 'размер', 'größe', 'grosse'],
  numara: ['numara', 'beden', 'size', 'размер', 'ayakkabı numarası'],
  ebat: ['ebat', 'ebatlar', 'beden', 'size', 'размер', 'dimension'],
  hacim: ['hacim', 'volume', 'объём', 'объем'],
};

export interface AttributeValues {
  readonly values: Readonly<Record<string, string | readonly string[]>>;
  /** Names of required attributes nobody gave a value for. */
  readonly missing: readonly string[];
}

/** The values a product carries: those of its mapping, and of its own options where the mapping is silent about a variant attribute. */
export function attributeValuesOf({ mapping, options }: Pick<ListingDraft, 'mapping' | 'options'>, attributes: readonly CategoryAttribute[]): AttributeValues {
  const values: Record<string, string | string[]> = {};
  for (const { attributeId, valueId, customValue } of mapping.attributes) {
    const value = valueId ?? customValue;
    if (value === null || value.trim() === '') continue;
    const before = values[attributeId];
    const mayHaveMany = attributes.find(({ id }) => id === attributeId)?.allowsMany ?? false;
    values[attributeId] = before !== undefined && mayHaveMany ? [before, value].flat() : value;
  }
  for (const attribute of attributes.filter(({ id, isVariant }) => isVariant && values[id] === undefined)) {
    const option = optionFor(attribute, options);
    if (option !== undefined) values[attribute.id] = option;
  }
  return { values, missing: attributes.filter(({ id, required }) => required && values[id] === undefined).map(({ name }) => name) };
}

/** One element of an import file: a new product, or one the catalogue has not settled yet. Variants share their group's id. */
export function importItem(draft: ListingDraft, o: { merchantId: string; credentials: HepsiburadaCredentials; values: AttributeValues['values'] }): object {
  const { mapping, price } = draft;
  const { title, descriptionHtml } = textIn(draft, LANGUAGES_TAKEN);
  return {
    categoryId: Number(mapping.categoryId),
    merchant: o.merchantId,
    attributes: {
      merchantSku: draft.remoteKey,
      VaryantGroupID: draft.groupKey,
      Barcode: draft.barcode ?? '',
      UrunAdi: title,
      UrunAciklamasi: descriptionHtml,
      Marka: mapping.brandName ?? '',
      GarantiSuresi: o.credentials.warrantyMonths,
      kg: o.credentials.defaultWeightKg,
      tax_vat_rate: String(mapping.vatRatePercent),
      price: decimalComma(price.saleMinor),
      stock: String(draft.quantity),
      ...Object.fromEntries(draft.images.slice(0, MAX_IMAGES).map((url, index) => [`Image${index + 1}`, url])),
      Video1: '',
      ...o.values,
    },
  };
}

/** One item of a content ticket: the texts, pictures and attributes of a product the catalogue knows. */
export function ticketItem(draft: ListingDraft, hbSku: string, values: AttributeValues['values']): object {
  const { title, descriptionHtml } = textIn(draft, LANGUAGES_TAKEN);
  return {
    hbSku,
    productName: title,
    productDescription: descriptionHtml,
    ...(draft.barcode === null ? {} : { barcode: draft.barcode }),
    ...Object.fromEntries(draft.images.slice(0, MAX_IMAGES).map((url, index) => [`image${index + 1}`, url])),
    attributes: values,
  };
}

function optionFor({ name }: CategoryAttribute, options: ListingDraft['options']): string | undefined {
  const wanted = name.toLocaleLowerCase('tr');
  const names = [wanted, ...(OPTION_NAMES[wanted] ?? [])];
  return options.find((option) => names.includes(option.name.trim().toLocaleLowerCase('tr')) || names.includes(option.name.trim().toLowerCase()))?.value;
}
