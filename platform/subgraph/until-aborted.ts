type Step<T> = IteratorResult<T> | 'aborted';

/**
 * The values of `source` until `signal` aborts, even when the source sits waiting and would not notice: its `return` is called
 * but not waited for.
 */
export async function* untilAborted<T>(source: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T, void, void> {
  const iterator = source[Symbol.asyncIterator]();
  let wake: (step: Step<T>) => void = () => undefined;
  const onAbort = (): void => wake('aborted');
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    while (!signal.aborted) {
      // A race against one long-lived promise would keep a reaction per event for as long as the subscription lives.
      const step = await new Promise<Step<T>>((resolve, reject) => {
        wake = resolve;
        iterator.next().then(resolve, reject);
      });
      if (step === 'aborted' || step.done) return;
      yield step.value;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    iterator.return?.().catch(() => undefined);
  }
}
