/** Rows that name the same thing are one: the last of them, at the place of the first. */
export function eachOnce<T>(rows: readonly T[], nameOf: (row: T) => string): T[] {
  return [...new Map(rows.map((row) => [nameOf(row), row])).values()];
}
