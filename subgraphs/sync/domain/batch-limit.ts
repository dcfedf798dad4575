/**
 * A call refused as a whole hides one bad item among good ones. Each such refusal halves the next call, until the bad
 * item stands alone and is refused for itself; each call that goes through doubles it again. One bad item in a thousand
 * costs about twenty calls and holds up nobody for longer.
 */
export function limitAfterRefusal(itemsInCall: number): number {
  return Math.max(1, Math.ceil(itemsInCall / 2));
}

/** Null once the marketplace's own limit is reached again. */
export function limitAfterSuccess(limit: number | null, marketplaceLimit: number): number | null {
  if (limit === null) return null;
  return limit * 2 >= marketplaceLimit ? null : limit * 2;
}
