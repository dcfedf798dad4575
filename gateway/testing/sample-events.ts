import { EventEmitter, on } from 'node:events';

export interface SampleEvent {
  cursor: string;
  productId: string;
}

/** A small ordered log that outlives the subgraphs reading it. `opened` counts how often it was read from. */
export function createSampleEvents() {
  const log: SampleEvent[] = [];
  const added = new EventEmitter().setMaxListeners(0);
  return {
    opened: 0,
    reading: () => added.listenerCount('added'),
    append(productId: string) {
      const event = { cursor: `c${log.length + 1}`, productId };
      log.push(event);
      added.emit('added', event);
      return event.cursor;
    },
    /** Everything after `after`, then what is appended from now on. */
    async *read(after: string | null, signal: AbortSignal): AsyncGenerator<SampleEvent, void, void> {
      this.opened += 1;
      const live = on(added, 'added', { signal }) as AsyncIterable<[SampleEvent]>;
      const missed = after === null ? [] : log.slice(Number(after.slice(1)));
      try {
        yield* missed;
        for await (const [event] of live) yield event;
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    },
  };
}

export type SampleEvents = ReturnType<typeof createSampleEvents>;
