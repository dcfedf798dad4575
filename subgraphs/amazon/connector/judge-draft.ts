import { ConnectorError, type ListingDraft, type ListingIssue } from '../../sync/connector/contract.js';
import { formValue } from './attribute-value.js';
import type { AmazonContext } from './credentials.js';
import { definitionOf } from './definitions.js';
import { issue } from './issues.js';
import { amazonChannelOf, currencyOf, readEachItem } from './items.js';
import { givenValues, plainText } from './listing-attributes.js';
import { isSentWhole, messagesOf } from './listing-messages.js';
import type { FeedMessage } from './listings-feed.js';
import type { AttributeDefinition, ProductTypeDefinition } from './product-type.js';
import type { Unsent } from './receipts.js';

/** The rules that need no call to know. */
export function checkDraft({ remoteKey, title, descriptionHtml, images, price, mapping }: ListingDraft, at: Date): ListingIssue | null {
  if (remoteKey.length > 40) return issue('SKU_REFUSED', 'Amazon takes SKUs of at most 40 characters', at);
  if (title.length === 0 || title.length > 200) return issue('TITLE_REFUSED', 'the title must have 1 to 200 characters', at);
  if (plainText(descriptionHtml).length > 2_000) return issue('DESCRIPTION_REFUSED', 'the description has more than 2,000 characters', at);
  if (images.length === 0 || images.length > 9) return issue('IMAGE_REFUSED', 'Amazon wants 1 to 9 images', at);
  if (images.some((url) => !url.startsWith('https://'))) return issue('IMAGE_REFUSED', 'every image must be an https address', at);
  if (mapping.brandName === null && mapping.brandId === null) return issue('BRAND_REFUSED', 'no brand is given', at);
  if (price.currency === 'RUB') return issue('CURRENCY_REFUSED', 'Amazon has no marketplace that sells in RUB', at);
  if (price.saleMinor <= 0) return issue('PRICE_REFUSED', 'the sale price must be above zero', at);
  return null;
}

/** What drafts become: messages to hand in, and those that Amazon's own schemas have something against. */
export interface Publication {
  readonly messages: readonly FeedMessage[];
  readonly refused: readonly Unsent[];
}

export async function planPublication(context: AmazonContext, drafts: readonly ListingDraft[]): Promise<Publication> {
  const definitions = await definitionsOf(context, drafts);
  const refused = drafts.flatMap((draft) => faultOf(context, draft, definitions) ?? []);
  const refusedSkus = new Set(refused.map(({ sku }) => sku));
  const sound = drafts.filter(({ remoteKey }) => !refusedSkus.has(remoteKey));
  return { refused, messages: messagesOf(sound, { marketplaceId: context.store.credentials.marketplaceId, definitions, amazonChannels: await amazonChannelsOf(context, sound) }) };
}

/** Listings that the hub takes for new may be there, put in by the seller. */
async function amazonChannelsOf(context: AmazonContext, drafts: readonly ListingDraft[]): Promise<ReadonlyMap<string, string>> {
  const { read } = await readEachItem(context, drafts.filter(isSentWhole).map(({ remoteKey }) => remoteKey));
  return new Map(read.flatMap((item): [string, string][] => {
    const channel = amazonChannelOf(item);
    return channel === null ? [] : [[item.sku, channel]];
  }));
}

async function definitionsOf(context: AmazonContext, drafts: readonly ListingDraft[]): Promise<ReadonlyMap<string, ProductTypeDefinition | null>> {
  const definitions = new Map<string, ProductTypeDefinition | null>();
  for (const productType of new Set(drafts.map(({ mapping }) => mapping.categoryId))) {
    definitions.set(productType, await definitionOf(context, productType).catch((error: unknown) => unknownType(error)));
  }
  return definitions;
}

function unknownType(error: unknown): null {
  if (error instanceof ConnectorError && error.errorClass === 'VALIDATION') return null;
  throw error;
}

/** What Amazon's own schema says is missing or wrong, found before anything is sent. */
function faultOf(context: AmazonContext, draft: ListingDraft, definitions: ReadonlyMap<string, ProductTypeDefinition | null>): Unsent | null {
  const { remoteKey: sku, mapping, price } = draft;
  const currency = currencyOf(context);
  if (price.currency !== currency) return { sku, code: 'CURRENCY_REFUSED', message: `this marketplace takes prices in ${currency}, not ${price.currency}` };
  const definition = definitions.get(mapping.categoryId) ?? null;
  if (definition === null) return { sku, code: 'CATEGORY_REFUSED', message: `Amazon has no product type ${mapping.categoryId}` };
  const given = givenValues(draft);
  const begun = new Set(definition.attributes.filter(({ name, leaf }) => leaf !== null && given.has(name)).map(({ attribute }) => attribute));
  const missing = definition.attributes.filter(({ name, attribute, required, leaf }) => !given.has(name) && (required || (leaf?.required === true && begun.has(attribute))));
  if (missing.length > 0) return { sku, code: 'ATTRIBUTE_MISSING', message: `Amazon requires for ${mapping.categoryId}: ${missing.map(({ title, name }) => `${title} (${name})`).join(', ')}` };
  const wrong = [...wholeFaults(definition, given), ...definition.attributes.flatMap((attribute) => faultIn(attribute, given.get(attribute.name) ?? []) ?? [])];
  return wrong.length > 0 ? { sku, code: 'ATTRIBUTE_REFUSED', message: wrong.join('; ') } : null;
}

/** An attribute of several fields that is given as one. */
function wholeFaults({ attributes }: ProductTypeDefinition, given: ReadonlyMap<string, unknown>): string[] {
  const parted = attributes.filter(({ attribute, leaf }) => leaf !== null && given.has(attribute));
  return [...new Set(parted.map(({ attribute }) => attribute))].map((whole) => `${whole} is given by its fields: ${parted.filter(({ attribute }) => attribute === whole).map(({ name }) => name).join(', ')}`);
}

function faultIn({ name, title, form, allowsMany }: AttributeDefinition, values: readonly string[]): string | null {
  if (values.length === 0) return null;
  const label = `${title} (${name})`;
  if (form === null) return `${label} takes what a mapping cannot give`;
  if (values.length > 1 && !allowsMany) return `${label} takes one value only`;
  const faults = values.flatMap((value) => {
    const formed = formValue(form, value);
    return formed.ok ? [] : [`${label} '${value}': ${formed.fault}`];
  });
  return faults.length > 0 ? faults.join('; ') : null;
}
