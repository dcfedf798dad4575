import { z } from 'zod';
import { readValueForm, type ValueForm } from './attribute-value.js';

/** One attribute as its JSON Schema describes it. */
export interface AttributeDefinition {
  readonly name: string;
  readonly title: string;
  readonly required: boolean;
  /** How its value is written; null for what takes several fields, which nobody can map. */
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
    .map(([name, property]): AttributeDefinition => ({
      name,
      title: property.title ?? name,
      required: required.includes(name),
      form: readValueForm(property.items),
      allowsMany: (property.maxUniqueItems ?? 1) > 1,
      isVariant: [...parts].some((part) => carries(name, part)),
    }));
  return { attributes, themes };
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

/** The size of a theme is the `size` of one product type and the `footwear_size` of another. */
function carries(attributeName: string, part: string): boolean {
  return attributeName === part || attributeName.endsWith(`_${part}`);
}
