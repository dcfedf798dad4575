/** A queue or a worker of BullMQ. */
interface Asking {
  waitUntilReady(): Promise<unknown>;
  close(): Promise<void>;
}

/**
 * The same once Redis has answered it. BullMQ asks Redis for its version when a queue or a worker is made, and never again: one that got no answer,
 * for the connection broke or the process was frozen, rejects whatever it is asked from then on, and such a worker lets the process do nothing
 * else. Rejects then, and it is closed; the caller makes another.
 */
export async function answered<T extends Asking>(made: T): Promise<T> {
  try {
    await made.waitUntilReady();
    return made;
  } catch (error) {
    await made.close();
    throw error;
  }
}
