import type { GraphQLFormattedError } from 'graphql';
import { type SharedResult, shareResult, type Subscriber } from './subscriber.js';
import type { UpstreamEvent } from './upstream.js';

/** A subscriber's place in a stream; the place stays the subscriber's when the stream is joined to another. */
export interface Seat {
  readonly subscriber: Subscriber;
  stream: Stream;
}

export interface StreamOptions {
  /** Opens the upstream; it is closed by the signal. */
  open: (signal: AbortSignal) => AsyncIterable<UpstreamEvent>;
  execute: (event: UpstreamEvent) => Promise<Parameters<typeof shareResult>[0]>;
  describe: (error: unknown) => readonly GraphQLFormattedError[];
  /** Called each time an event has been handed to all seats. */
  onDelivered: (stream: Stream) => void;
  onEnd: (stream: Stream) => void;
  /** It starts now rather than at a client's cursor: who starts now too may sit down at once. */
  startsNow: boolean;
}

/** One upstream, executed once per event, for all who sit in it. */
export interface Stream {
  readonly startsNow: boolean;
  readonly seats: Set<Seat>;
  /** Cursor of the last event handed out. */
  readonly last: string | undefined;
  sit(subscriber: Subscriber): Seat;
  leave(seat: Seat): void;
  /** Moves all seats to another stream that stands at the same cursor, and ends this one. */
  joinTo(other: Stream): void;
}

export function createStream({ open, execute, describe, onDelivered, onEnd, startsNow }: StreamOptions): Stream {
  const seats = new Set<Seat>();
  const controller = new AbortController();
  let last: string | undefined;
  let seated: () => void = () => undefined;

  const stream: Stream = {
    startsNow,
    seats,
    get last() {
      return last;
    },
    sit(subscriber) {
      const seat: Seat = { subscriber, stream };
      seats.add(seat);
      seated();
      return seat;
    },
    leave(seat) {
      seats.delete(seat);
      if (seats.size === 0) stop();
    },
    joinTo(other) {
      for (const seat of seats) {
        seat.stream = other;
        other.seats.add(seat);
      }
      seats.clear();
      stop();
    },
  };

  function stop(): void {
    controller.abort();
    onEnd(stream);
    seated();
  }

  function handOut(result: SharedResult): void {
    for (const { subscriber } of seats) subscriber.next(result);
  }

  /** While even the fastest is behind, reading on would only fill their queues; one who keeps up is enough to go on for. */
  async function someoneKeepsUp(): Promise<void> {
    // Events may come without the event loop ever turning; a turn lets the sockets write what waits.
    if (behind().length > 0) await new Promise(setImmediate);
    while (!controller.signal.aborted) {
      const waits = behind();
      if (waits.length < seats.size || waits.length === 0) return;
      await Promise.race([...waits, new Promise<void>((resolve) => (seated = resolve))]);
    }
  }

  function behind(): Promise<void>[] {
    return [...seats].flatMap(({ subscriber }) => subscriber.behind() ?? []);
  }

  async function run(): Promise<void> {
    for await (const event of open(controller.signal)) {
      const result = shareResult(await execute(event));
      if (controller.signal.aborted) return;
      handOut(result);
      last = event.cursor ?? last;
      onDelivered(stream);
      await someoneKeepsUp();
    }
  }

  function end(tell: (subscriber: Subscriber) => void): void {
    const told = [...seats];
    seats.clear();
    stop();
    for (const { subscriber } of told) tell(subscriber);
  }

  // The first seat is taken before anything can arrive for it.
  queueMicrotask(() => {
    run().then(
      () => end((subscriber) => subscriber.complete()),
      (error: unknown) => {
        const errors = describe(error);
        end((subscriber) => subscriber.fail(errors));
      },
    );
  });
  return stream;
}
