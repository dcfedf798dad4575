export const MASK = '***';

/** Field names under which marketplaces send what identifies a buyer; compared without case, at any depth. */
const PERSONAL_NAME = [
  '[a-z]*(?:first|last|full|sur|buyer|customer|recipient|receiver)name',
  '[a-z]*e-?mail',
  '[a-z]*(?:phone|gsm|mobile)(?:number)?\\d?',
  '(?:[a-z]*address(?:line)?|street|addresstext)\\d?',
  'neighbou?rhood(?:name)?|district(?:name)?|postalcode|zipcode|latitude|longitude',
  '[a-z]*checkoutnotes',
  '[a-z]*identitynumber|tckn|tcid|tax(?:payer)?id|taxnumber|taxoffice|taxhouse|company(?:name)?|iban|birthdate',
].join('|');

const TEXT = '"(?:[^"\\\\]|\\\\.)*"';
const NUMBER = '-?\\d[\\d.eE+-]*';
const JSON_FIELD = new RegExp(`("(?:${PERSONAL_NAME})"\\s*:\\s*)(?:${TEXT}|${NUMBER}|\\[\\s*(?:${TEXT}|${NUMBER})[^\\[\\]{}]*\\])`, 'gi');
const XML_FIELD = new RegExp(`(<(?:[\\w.-]+:)?(${PERSONAL_NAME})(?:\\s[^>]*)?>)[^<]+(?=</)`, 'gi');

/**
 * Replaces buyers' data in a JSON or XML body and leaves every other character as it is. A body that is neither is
 * withheld whole: what cannot be recognised cannot be masked.
 */
export function maskPersonalFields(body: Buffer): Buffer {
  const text = body.toString('utf8');
  const start = text.trimStart()[0];
  if (start === '{' || start === '[') return Buffer.from(text.replace(JSON_FIELD, `$1"${MASK}"`));
  if (start === '<') return Buffer.from(text.replace(XML_FIELD, `$1${MASK}`));
  return body.length === 0 ? body : Buffer.from(MASK);
}
