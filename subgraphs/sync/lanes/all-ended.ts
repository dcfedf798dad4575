/**
 * What each of these came to, or the first failure among them, but only when all have ended: what goes on behind the back of a turn
 * that is over writes under a lease that somebody else holds by then.
 */
export async function allEnded<const T extends readonly Promise<unknown>[]>(begun: T): Promise<{ -readonly [Place in keyof T]: Awaited<T[Place]> }> {
  await Promise.allSettled(begun);
  return Promise.all(begun);
}
