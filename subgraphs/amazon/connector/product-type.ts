import { z } from 'zod';

/** One attribute as its JSON Schema describes it. */
export interface AttributeDefinition {
  readonly name: string;
  readonly title: string;
  readonly required: boolean;
  /** Listed values; null for free text. */
  readonly values: readonly { readonly id: string; readonly name: string }[] | null;
  /** Whether a text beside the listed values is taken. */
  readonly isOpen: boolean;
  readonly allowsMany: boolean;
  readonly isVariant: boolean;
}

export interface ProductTypeDefinition {
  readonly attributes: readonly AttributeDefinition[];
  /** Ways variants may differ, as Amazon names them: `SIZE/COLOR`. */
  readonly themes: readonly string[];
}

const valueSchema: z.ZodType<ValueSchema> = z.lazy(() => z.looseObject({ type: z.string().optional(), enum: z.array(z.unknown()).optional(), enumNames: z.array(z.string()).optional(), anyOf: z.array(valueSchema).optional() }));
interface ValueSchema {
  readonly type?: string | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly enumNames?: readonly string[] | undefined;
  readonly anyOf?: readonly ValueSchema[] | undefined;
}
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
  const themes = textsOf(valueOf(properties['variation_theme'], 'name')?.enum);
  const parts = new Set(themes.flatMap(partsOf));
  const attributes = Object.entries(properties)
    .filter(([name]) => !OWN.has(name) && !name.startsWith('other_product_image_locator'))
    .map(([name, property]): AttributeDefinition => {
      const value = valueOf(property, 'value');
      const listed = value?.enum ? value : value?.anyOf?.find((option) => option.enum !== undefined);
      return {
        name,
        title: property.title ?? name,
        required: required.includes(name),
        values: listed ? textsOf(listed.enum).map((id, index) => ({ id, name: listed.enumNames?.[index] ?? id })) : null,
        isOpen: listed === undefined || listed !== value,
        allowsMany: (property.maxUniqueItems ?? 1) > 1,
        isVariant: [...parts].some((part) => carries(name, part)),
      };
    });
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

function valueOf(property: z.output<typeof propertySchema> | undefined, field: string): ValueSchema | null {
  const parsed = valueSchema.safeParse(property?.items?.properties?.[field]);
  return parsed.success ? parsed.data : null;
}

function textsOf(values: readonly unknown[] | undefined): string[] {
  return (values ?? []).filter((value): value is string => typeof value === 'string');
}
