/** Why N11's catalogue refused a product; null when it did not. The shape of `rejectInfo` is not published. */
export function rejectReasonOf(rejectInfo: unknown): string | null {
  if (rejectInfo === null || rejectInfo === undefined) return null;
  return typeof rejectInfo === 'string' ? rejectInfo : JSON.stringify(rejectInfo);
}
