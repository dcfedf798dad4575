import { CommandError } from '../errors.js';
import { BRACKET, bracketOf } from '../values/bson-type.js';
import { binaryParts } from '../values/compare-values.js';
import { isNumber, isWhole, toDouble, toExact } from '../values/numbers.js';

/** `$bitsAllSet` and its kin: on whole numbers of 64 bits (two's complement) and on binary values (least byte first). */
export function bitsLeaf(operator: string, operand: unknown): (value: unknown) => boolean {
  const positions = bitPositions(operator, operand);
  const wantSet = operator.endsWith('Set');
  const needAll = operator.startsWith('$bitsAll');
  return (value) => {
    const bitAt = bitReader(value);
    if (!bitAt) return false;
    const holds = (position: number): boolean => bitAt(position) === wantSet;
    return needAll ? positions.every(holds) : positions.some(holds);
  };
}

function bitPositions(operator: string, operand: unknown): number[] {
  if (Array.isArray(operand)) {
    return (operand as unknown[]).map((each) => {
      if (!isNumber(each) || !isWhole(each) || toDouble(each) < 0) throw new CommandError('BadValue', `Failed to parse bit position in ${operator}`);
      return toDouble(each);
    });
  }
  if (isNumber(operand) && isWhole(operand) && toDouble(operand) >= 0) return setBits((position) => ((toExact(operand)?.coefficient ?? 0n) >> BigInt(position)) % 2n === 1n, 64);
  if (bracketOf(operand) === BRACKET.binary) return setBits(bytesReader(binaryParts(operand).bytes), binaryParts(operand).bytes.length * 8);
  throw new CommandError('BadValue', `${operator} takes an Array, a number, or a BinData`);
}

function setBits(bitAt: (position: number) => boolean, size: number): number[] {
  return Array.from({ length: size }, (_, position) => position).filter(bitAt);
}

function bitReader(value: unknown): ((position: number) => boolean) | undefined {
  if (value !== undefined && bracketOf(value) === BRACKET.binary) return bytesReader(binaryParts(value).bytes);
  if (!isNumber(value) || !isWhole(value)) return undefined;
  const exact = toExact(value);
  if (!exact) return undefined;
  const bits = BigInt.asUintN(64, exact.coefficient * 10n ** BigInt(Math.max(0, exact.exponent)));
  const negative = exact.coefficient < 0n;
  return (position) => (position >= 64 ? negative : ((bits >> BigInt(position)) & 1n) === 1n);
}

function bytesReader(bytes: Uint8Array): (position: number) => boolean {
  return (position) => (((bytes[position >> 3] ?? 0) >> (position & 7)) & 1) === 1;
}
