/** A write is decided anew on a fresh reading this often; each round at least one of the rivals gets through. */
export const MOST_ROUNDS = 200;

/** The same documents were written by others in each of many rounds: a defect, or far more rivals than the hub is made for. */
export class ContentionError extends Error {
  override readonly name = 'ContentionError';

  constructor(what: string, ids: readonly string[]) {
    super(`${ids.length} ${what} could not be written in ${MOST_ROUNDS} rounds, the first is ${ids[0] ?? ''}`);
  }
}
