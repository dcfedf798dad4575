import { maskPersonalFields } from './personal-fields.js';

const ERASED = '[erased]';

/** Whether a JSON or XML body has one of these names as a whole value. */
export function isNaming(body: Buffer, names: readonly string[]): boolean {
  return names.some((name) => writtenForms(name).some(({ value }) => body.includes(value)));
}

/** A body without these names and without whatever else identifies a buyer in it, theirs or another's; null when none of them is in it. */
export function withoutNames(body: Buffer, names: readonly string[]): Buffer | null {
  if (!isNaming(body, names)) return null;
  const text = names.flatMap(writtenForms).reduce((rest, { value, erased }) => rest.replaceAll(value, erased), body.toString('utf8'));
  return maskPersonalFields(Buffer.from(text));
}

function writtenForms(name: string): { readonly value: string; readonly erased: string }[] {
  const xml = name.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return [
    { value: JSON.stringify(name), erased: `"${ERASED}"` },
    { value: `>${xml}<`, erased: `>${ERASED}<` },
  ];
}
