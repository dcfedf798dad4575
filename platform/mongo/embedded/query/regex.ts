import { CommandError } from '../errors.js';
import { BRACKET, bracketOf } from '../values/bson-type.js';
import { regexParts, textOf } from '../values/compare-values.js';

export function isRegex(value: unknown): boolean {
  return typeof value === 'object' && value !== null && bracketOf(value) === BRACKET.regex;
}

/** MongoDB's patterns are PCRE; those that JavaScript cannot read are refused. `x` drops white space and comments. */
export function compileRegex(operand: unknown, options: unknown): RegExp {
  if (operand instanceof RegExp && options === undefined) return operand;
  const own = isRegex(operand) ? regexParts(operand) : undefined;
  if (!own && typeof operand !== 'string') throw new CommandError('BadValue', '$regex has to be a string');
  if (options !== undefined && typeof options !== 'string') throw new CommandError('BadValue', '$options has to be a string');
  const pattern = own?.pattern ?? (operand as string);
  const flags = options ?? own?.options ?? '';
  const bad = flags.split('').find((flag) => !'imsxu'.includes(flag));
  if (bad !== undefined) throw new CommandError('Location51108', `invalid flag in regex options: ${bad}`);
  const extended = flags.includes('x');
  const kept = [...new Set(flags)].filter((flag) => 'ims'.includes(flag)).join('');
  const inline = /^\(\?([ims]+)\)/.exec(pattern);
  const source = extended ? stripComments(pattern) : pattern;
  try {
    return inline ? new RegExp(source.slice(inline[0].length), [...new Set(kept + (inline[1] ?? ''))].join('')) : new RegExp(source, kept);
  } catch (error) {
    throw new CommandError('Location51091', `Regular expression is invalid: ${(error as Error).message}`);
  }
}

function stripComments(pattern: string): string {
  return pattern.replace(/\\.|\[(?:\\.|[^\]])*\]|\s+|#[^\n]*/g, (part) => (/^(?:\\|\[)/.test(part) ? part : ''));
}

export function regexMatches(regex: RegExp, value: unknown): boolean {
  if (typeof value === 'string') return regex.test(value);
  if (value === undefined || value === null || typeof value !== 'object') return false;
  const bracket = bracketOf(value);
  if (bracket === BRACKET.string) return regex.test(textOf(value));
  if (bracket !== BRACKET.regex) return false;
  const { pattern, options } = regexParts(value);
  return pattern === regex.source && options === regex.flags;
}

/** The literal text every match begins with, for patterns such as `/^abc/`; undefined when there is none. */
export function literalPrefix(regex: RegExp): string | undefined {
  if (/[im]/.test(regex.flags) || !regex.source.startsWith('^') || regex.source.includes('|')) return undefined;
  const literal = /^\^((?:[A-Za-z0-9_ \-:/,@#]|\\[.\-/\\])*)/.exec(regex.source)?.[1] ?? '';
  const rest = regex.source.slice(literal.length + 1);
  // A quantifier belongs to the last character, which then may be absent.
  const kept = /^[*?{]/.test(rest) ? literal.replace(/(?:\\.|.)$/, '') : literal;
  return kept === '' ? undefined : kept.replace(/\\(.)/g, '$1');
}
