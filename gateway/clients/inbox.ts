export interface InboxFlow {
  /** Called when too much is waiting to be read; `resume` once most of it has been. */
  pause: () => void;
  resume: () => void;
}

const PAUSE_AT = 256;
const RESUME_AT = 64;

/** Turns what is pushed into what is pulled, in order, asking the source to pause when the reader falls behind. */
export interface Inbox<T> extends AsyncIterable<T> {
  push(value: T): void;
  /** What was pushed before is still read, then reading ends, with the error if one is given. */
  end(error?: Error): void;
}

export function createInbox<T>({ pause, resume }: InboxFlow): Inbox<T> {
  const waiting: T[] = [];
  let ended: { error: Error | undefined } | undefined;
  let paused = false;
  let wake: () => void = () => undefined;

  async function* read(): AsyncGenerator<T, void, void> {
    for (;;) {
      while (waiting.length > 0) {
        yield waiting.shift() as T;
        if (paused && waiting.length <= RESUME_AT) {
          paused = false;
          resume();
        }
      }
      if (ended?.error) throw ended.error;
      if (ended) return;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  }

  return {
    push(value) {
      if (ended) return;
      waiting.push(value);
      if (!paused && waiting.length >= PAUSE_AT) {
        paused = true;
        pause();
      }
      wake();
    },
    end(error) {
      ended ??= { error };
      wake();
    },
    [Symbol.asyncIterator]: read,
  };
}
