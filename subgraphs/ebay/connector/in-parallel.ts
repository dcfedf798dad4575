const AT_ONCE = 6;

/** Maps with a few calls under way at once; results in the order of the inputs, the first error thrown after all under way have ended. */
export async function inParallel<T, R>(inputs: readonly T[], act: (input: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const errors: unknown[] = [];
  async function work(): Promise<void> {
    while (next < inputs.length && errors.length === 0) {
      const index = next++;
      try {
        results[index] = await act(inputs[index] as T);
      } catch (error) {
        errors.push(error);
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, inputs.length) }, work));
  if (errors.length > 0) throw errors[0];
  return results;
}
