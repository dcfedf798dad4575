/**
 * Makes calls of `run` share runs: one at a time, and a call during a run waits for one that starts after it. So the
 * promise a caller gets stands for a run that saw everything from before the call.
 */
export function coalesced(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let following: Promise<void> | undefined;

  function start(): Promise<void> {
    running = run().finally(() => (running = undefined));
    return running;
  }

  function request(): Promise<void> {
    if (!running) return start();
    following ??= running
      .catch(() => undefined)
      .then(() => {
        following = undefined;
        return request();
      });
    return following;
  }
  return request;
}
