/** Runs something for a key; what is asked for while it runs is served by one more run after it, however often it is asked for. */
export type SharedRuns = (key: string) => Promise<void>;

export function createSharedRuns(run: (key: string) => Promise<void>): SharedRuns {
  const running = new Map<string, Promise<void>>();
  const next = new Map<string, Promise<void>>();

  function begin(key: string): Promise<void> {
    const now = run(key).finally(() => running.delete(key));
    running.set(key, now);
    return now;
  }

  function queueUp(key: string, before: Promise<void>): Promise<void> {
    const after = before.then(ignore, ignore).then(() => {
      next.delete(key);
      return begin(key);
    });
    next.set(key, after);
    return after;
  }

  return (key) => {
    const before = running.get(key);
    return before ? (next.get(key) ?? queueUp(key, before)) : begin(key);
  };
}

const ignore = (): void => undefined;
