import { formValue } from './attribute-value.js';
import type { Attributes } from './listing-attributes.js';
import type { AttributeDefinition, ProductTypeDefinition } from './product-type.js';

type Entry = Readonly<Record<string, unknown>>;

export interface MappedWish {
  readonly marketplaceId: string;
  readonly languageTag: string;
  /** Null for a product type that nobody knows: its attributes go as texts. */
  readonly definition: ProductTypeDefinition | null;
}

/** The values of a mapping as the schema has them; fields of one attribute become one entry of it. What does not fit goes as a text, which Amazon refuses. */
export function mappedAttributes(given: ReadonlyMap<string, readonly string[]>, { definition, languageTag, marketplaceId: marketplace_id }: MappedWish): Attributes {
  const definitions = new Map(definition?.attributes.map((attribute) => [attribute.name, attribute]));
  const formed = new Map<string, Entry[]>();
  for (const [name, values] of given) {
    const known = definitions.get(name);
    const attribute = known?.attribute ?? name;
    for (const value of values) {
      const fields = known ? fieldsOf(known, value, languageTag) : null;
      const before = formed.get(attribute) ?? [];
      if (fields === null) formed.set(attribute, [...before, { value, language_tag: languageTag }]);
      else if (known?.leaf) formed.set(attribute, [withField(before[0] ?? {}, known.leaf.path, fields['value'])]);
      else formed.set(attribute, [...before, fields]);
    }
  }
  const hasLanguage = new Set(definition?.attributes.filter((attribute) => attribute.hasLanguage).map(({ attribute }) => attribute));
  return Object.fromEntries([...formed].map(([attribute, entries]) => [attribute, entries.map((entry) => ({ ...entry, ...(hasLanguage.has(attribute) ? { language_tag: languageTag } : {}), marketplace_id }))]));
}

/** Of a leaf, what stands in its place is the `value`. */
function fieldsOf({ form, leaf }: AttributeDefinition, value: string, languageTag: string): Entry | null {
  const formed = form && formValue(form, value);
  if (!formed?.ok) return null;
  if (leaf === null || leaf.shape === 'FIELD') return formed.fields;
  const entry = { ...formed.fields, ...(leaf.form.hasLanguage ? { language_tag: languageTag } : {}) };
  return { value: leaf.shape === 'ENTRY' ? entry : [entry] };
}

function withField(entry: Entry, [field = '', ...rest]: readonly string[], value: unknown): Entry {
  return { ...entry, [field]: rest.length === 0 ? value : withField((entry[field] ?? {}) as Entry, rest, value) };
}
