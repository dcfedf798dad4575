import { lira } from '../listings/money-and-time.js';
import type { LineSelection, PackageAmounts, PackageLine } from './package.js';

export interface Division {
  readonly taken: PackageLine[];
  readonly rest: PackageLine[];
}

/** Divides lines into the selected quantities and what remains; unit discounts go with their units. */
export function divideLines(lines: readonly PackageLine[], selection: readonly LineSelection[]): Division {
  const taken: PackageLine[] = [];
  const rest: PackageLine[] = [];
  for (const line of lines) {
    const wanted = selection.filter(({ lineId }) => lineId === line.lineId).reduce((sum, { quantity }) => sum + quantity, 0);
    if (wanted > 0) taken.push(unitsOf(line, 0, wanted));
    if (wanted < line.quantity) rest.push(unitsOf(line, wanted, line.quantity));
  }
  return { taken, rest };
}

/** Why the selection cannot be taken from these lines; undefined when it can. */
export function selectionProblem(lines: readonly PackageLine[], selection: readonly LineSelection[]): string | undefined {
  if (selection.length === 0) return 'lines must not be empty';
  const totals = new Map<number, number>();
  for (const { lineId, quantity } of selection) {
    if (!Number.isInteger(quantity) || quantity < 1) return `quantity of line ${lineId} must be a positive integer`;
    totals.set(lineId, (totals.get(lineId) ?? 0) + quantity);
  }
  for (const [lineId, quantity] of totals) {
    const line = lines.find((one) => one.lineId === lineId);
    if (!line) return `line ${lineId} is not in this package`;
    if (quantity > line.quantity) return `line ${lineId} has only ${line.quantity}`;
  }
  return undefined;
}

export function isWhole(lines: readonly PackageLine[], selection: readonly LineSelection[]): boolean {
  return divideLines(lines, selection).rest.length === 0;
}

export function amountsOf(lines: readonly PackageLine[]): PackageAmounts {
  const sum = (unitAmount: (line: PackageLine) => number) => lira(lines.reduce((total, line) => total + unitAmount(line) * line.quantity, 0));
  return {
    packageGrossAmount: sum((line) => line.lineGrossAmount),
    packageSellerDiscount: sum((line) => line.lineSellerDiscount),
    packageTyDiscount: sum((line) => line.lineTyDiscount),
    packageTotalDiscount: sum((line) => line.lineTotalDiscount),
    packageTotalPrice: sum((line) => line.lineUnitPrice),
  };
}

function unitsOf(line: PackageLine, from: number, to: number): PackageLine {
  return { ...line, quantity: to - from, discountDetails: line.discountDetails.slice(from, to) };
}
