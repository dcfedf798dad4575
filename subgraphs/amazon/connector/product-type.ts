import { z } from 'zod';
import { readLeaves, readValueForm, type Leaf, type ValueForm } from './attribute-value.js';

/** One attribute as its JSON Schema describes it, or one field of an attribute of several. */
export interface AttributeDefinition {
  /** What it is mapped by: `color`, `item_dimensions.length`. */
  readonly name: string;
  /** The attribute it goes in. */
  readonly attribute: string;
  /** Where in that; null for an attribute of one value. */
  readonly leaf: Leaf | null;
  /** Whether an entry of the attribute says its language. */
  readonly hasLanguage: boolean;
  readonly title: string;
  readonly required: boolean;
  /** How its value is written; null for what cannot be said in a text, which nobody can map. */
  readonly form: ValueForm | null;
  readonly allowsMany: boolean;
  readonly isVariant: boolean;
}

export interface ProductTypeDefinition {
  readonly attributes: readonly AttributeDefinition[];
  /** Ways variants may differ, as Amazon names them: `SIZE/COLOR`. */
  readonly themes: readonly string[];
}

const themeSchema = z.looseObject({ enum: z.array(z.string()) });
const propertySchema = z.looseObject({
  title: z.string().optional(),
  maxUniqueItems: z.number().optional(),
  items: z.looseObject({ properties: z.record(z.string(), z.unknown()).optional() }).optional(),
});
const typeSchema = z.looseObject({ required: z.array(z.string()).optional(), properties: z.record(z.string(), propertySchema) });

/** Attributes the connector fills from the product itself; nobody has to map them. */
const OWN: ReadonlySet<string> = new Set(['item_name', 'brand', 'product_description', 'bullet_point', 'externally_assigned_product_identifier', 'merchant_suggested_asin', 'condition_type', 'purchasable_offer', 'list_price', 'fulfillment_availability', 'parentage_level', 'variation_theme', 'child_parent_sku_relationship', 'main_product_image_locator']);

/** Reads the schema of a product type; throws ZodError when it is none. */
export function readProductType(raw: unknown): ProductTypeDefinition {
  const { required = [], properties } = typeSchema.parse(raw);
  const themes = themeSchema.safeParse(properties['variation_theme']?.items?.properties?.['name']).data?.enum ?? [];
  const parts = new Set(themes.flatMap(partsOf));
  const attributes = Object.entries(properties)
    .filter(([name]) => !OWN.has(name) && !name.startsWith('other_product_image_locator'))
    .flatMap(([name, property]) => definitionsOf(name, property, { isRequired: required.includes(name), isVariant: (mapped) => [...parts].some((part) => carries(mapped, part)) }));
  return { attributes, themes };
}

interface Standing {
  readonly isRequired: boolean;
  readonly isVariant: (name: string) => boolean;
}

/** One for an attribute of one value, else one for each of its fields. */
function definitionsOf(attribute: string, { title = attribute, maxUniqueItems = 1, items }: z.output<typeof propertySchema>, { isRequired, isVariant }: Standing): AttributeDefinition[] {
  const form = readValueForm(items);
  const leaves = form === null ? readLeaves(items) : null;
  const hasLanguage = items?.properties?.['language_tag'] !== undefined;
  if (leaves === null) return [{ name: attribute, attribute, leaf: null, hasLanguage, title, required: isRequired, form, allowsMany: maxUniqueItems > 1, isVariant: isVariant(attribute) }];
  return leaves.map((leaf) => {
    const name = [attribute, ...leaf.path].join(PARTED_BY);
    return { name, attribute, leaf, hasLanguage, title: leafTitle(title, leaf), required: isRequired && leaf.required, form: leaf.form, allowsMany: false, isVariant: isVariant(name) };
  });
}

const PARTED_BY = '.';

/** `Ölçüler: Uzunluk`; once where both are called the same. */
function leafTitle(title: string, leaf: Leaf): string {
  const own = leaf.title ?? leaf.path.join(' ');
  return own === title ? title : `${title}: ${own}`;
}

/** The theme that these attributes make, of those the type has; null when there is none. */
export function themeFor(attributeNames: readonly string[], { themes }: ProductTypeDefinition): string | null {
  const fitting = themes.filter((theme) => partsOf(theme).every((part) => attributeNames.some((name) => carries(name, part))));
  return fitting.toSorted((a, b) => partsOf(b).length - partsOf(a).length)[0] ?? null;
}

/** `SIZE_NAME/COLOR` → `size`, `color`. */
function partsOf(theme: string): string[] {
  return theme.split('/').map((part) => part.toLowerCase().replace(/_name$/, ''));
}

/** The size of a theme is the `size` of one product type, the `footwear_size` of another, and the field `size` of that where it has several. */
function carries(name: string, part: string): boolean {
  const [attribute = '', ...path] = name.split(PARTED_BY);
  return (attribute === part || attribute.endsWith(`_${part}`)) && (path.length === 0 || path.at(-1) === part);
}
