import { createHash, randomUUID } from 'node:crypto';
import type { Kernel } from '../kernel.js';

/** A queue of the seller's, with the key that may use it. */
export interface Queue {
  /** `000000000000/orders`: account and name, as in its address. */
  readonly path: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface QueueMessage {
  readonly messageId: string;
  readonly body: string;
  readonly sentAt: number;
  /** Sandbox time from which it shows. */
  readonly visibleAt: number;
  readonly receiptHandle: string | null;
  readonly receives: number;
}

export const ACCOUNT = '000000000000';
export const REGION = 'eu-west-1';
const KEPT_FOR_MS = 4 * 24 * 3_600_000;

/** Standard queues as SQS has them: at least once, no order, hidden while someone works on a message. */
export interface Queues {
  put(queue: Queue): void;
  get(path: string): Queue | undefined;
  byArn(arn: string): Queue | undefined;
  send(path: string, body: string): QueueMessage;
  receive(path: string, o: { most: number; visibilitySeconds: number }): QueueMessage[];
  /** False when no message has this handle any more. */
  remove(path: string, receiptHandle: string): boolean;
  /** Shows again what was received and not removed. */
  show(path: string): void;
  count(path: string): { visible: number; hidden: number };
  /** Resolves when a message arrives, after `ms` real milliseconds, or when the sandbox stops. */
  waitForArrival(path: string, ms: number): Promise<void>;
  stopWaiting(): void;
}

export function createQueues({ state, clock }: Kernel): Queues {
  const queues = state.store<Queue>('queues');
  const messages = state.store<QueueMessage>('queue-messages');
  const waiting = new Set<{ readonly path: string; readonly wake: () => void }>();
  const rangeOf = (path: string) => ({ start: [path], end: [`${path}\uffff`] });
  const all = (path: string) => [...messages.range(rangeOf(path))];

  return {
    put: (queue) => queues.put(queue.path, queue),
    get: (path) => queues.get(path),
    byArn: (arn) => [...queues.range()].map(({ value }) => value).find(({ path }) => arnOf(path) === arn),
    send(path, body) {
      const message: QueueMessage = { messageId: randomUUID(), body, sentAt: clock.now(), visibleAt: clock.now(), receiptHandle: null, receives: 0 };
      messages.put([path, state.next('queue-message')], message);
      for (const one of [...waiting]) if (one.path === path) one.wake();
      return message;
    },
    receive(path, { most, visibilitySeconds }) {
      const now = clock.now();
      for (const { key, value } of all(path)) if (value.sentAt < now - KEPT_FOR_MS) messages.remove(key);
      return all(path)
        .filter(({ value }) => value.visibleAt <= now)
        .slice(0, most)
        .map(({ key, value }) => {
          const taken: QueueMessage = { ...value, visibleAt: now + visibilitySeconds * 1000, receiptHandle: randomUUID(), receives: value.receives + 1 };
          messages.put(key, taken);
          return taken;
        });
    },
    remove(path, receiptHandle) {
      const found = all(path).find(({ value }) => value.receiptHandle === receiptHandle);
      if (found) messages.remove(found.key);
      return found !== undefined;
    },
    show(path) {
      for (const { key, value } of all(path)) messages.put(key, { ...value, visibleAt: Math.min(value.visibleAt, clock.now()) });
    },
    count(path) {
      const now = clock.now();
      const found = all(path);
      const visible = found.filter(({ value }) => value.visibleAt <= now).length;
      return { visible, hidden: found.length - visible };
    },
    waitForArrival: (path, ms) =>
      new Promise((resolve) => {
        const entry = { path, wake: () => end() };
        const timer = setTimeout(() => end(), ms);
        const end = (): void => {
          clearTimeout(timer);
          waiting.delete(entry);
          resolve();
        };
        waiting.add(entry);
      }),
    stopWaiting() {
      for (const one of [...waiting]) one.wake();
    },
  };
}

export function arnOf(path: string): string {
  return `arn:aws:sqs:${REGION}:${path.replace('/', ':')}`;
}

export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
