/** Kuruş as the catalogue import wants a price, and nothing else does: `"130,50"`. */
export function decimalComma(minor: number): string {
  const digits = String(minor).padStart(3, '0');
  return `${digits.slice(0, -2)},${digits.slice(-2)}`;
}
