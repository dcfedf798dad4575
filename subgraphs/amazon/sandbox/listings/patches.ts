import { invalidInput } from '../access/errors.js';
import type { Attributes } from './listing.js';

export interface Patch {
  readonly op: string;
  readonly path: string;
  readonly value?: readonly Readonly<Record<string, unknown>>[];
}

const OPS = ['add', 'replace', 'merge', 'delete'];

/** Fields that tell the entries of an attribute apart; `merge` changes the entry that agrees in all of them. */
const SELECTORS: Readonly<Record<string, readonly string[]>> = {
  fulfillment_availability: ['fulfillment_channel_code', 'marketplace_id'],
  purchasable_offer: ['marketplace_id', 'currency', 'audience'],
  list_price: ['marketplace_id', 'currency'],
};
const USUAL_SELECTORS = ['marketplace_id', 'language_tag'];

/** Reads the patches of a call; throws 400 for what Amazon does not even look at. */
export function readPatches(raw: unknown): Patch[] {
  if (!Array.isArray(raw) || raw.length === 0) throw invalidInput('At least one patch is required.');
  return raw.map((one: unknown, index) => {
    const { op, path, value } = (one ?? {}) as Partial<Patch>;
    if (typeof op !== 'string' || !OPS.includes(op)) throw invalidInput(`Invalid operation for patch at index of ${index}.`);
    if (typeof path !== 'string' || !/^\/attributes\/[a-z0-9_]+$/.test(path)) throw invalidInput(`Invalid path for patch at index of ${index}.`, 'Only top-level attributes can be patched.');
    if (op !== 'delete' && (!Array.isArray(value) || value.length === 0)) throw invalidInput(`Value is missing for patch at index of ${index}.`);
    if (value !== undefined && (!Array.isArray(value) || value.some((entry) => typeof entry !== 'object'))) throw invalidInput(`Value of patch at index of ${index} must be an array of objects.`);
    return { op, path, ...(value === undefined ? {} : { value }) };
  });
}

export function attributeOf({ path }: Patch): string {
  return path.slice('/attributes/'.length);
}

export function applyPatches(attributes: Attributes, patches: readonly Patch[]): Attributes {
  return patches.reduce(applyOne, attributes);
}

function applyOne(attributes: Attributes, patch: Patch): Attributes {
  const name = attributeOf(patch);
  const given = patch.value ?? [];
  if (patch.op === 'replace') return { ...attributes, [name]: given };
  if (patch.op === 'delete') return Object.fromEntries(Object.entries(attributes).filter(([known]) => known !== name));
  const selectors = SELECTORS[name] ?? USUAL_SELECTORS;
  const isSame = (a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean => selectors.every((selector) => a[selector] === undefined || b[selector] === undefined || a[selector] === b[selector]);
  const kept = (attributes[name] ?? []).map((entry) => given.find((one) => isSame(entry, one)) ?? null);
  const merged = (attributes[name] ?? []).map((entry, index) => (kept[index] ? (patch.op === 'merge' ? { ...entry, ...kept[index] } : kept[index]) : entry));
  const added = given.filter((one) => !(attributes[name] ?? []).some((entry) => isSame(entry, one)));
  return { ...attributes, [name]: [...merged, ...added] };
}
