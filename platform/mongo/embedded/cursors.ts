import { randomBytes } from 'node:crypto';
import { Long } from 'bson';
import type { Deadline } from './deadline.js';
import { CommandError } from './errors.js';

/** Encoded documents, given out in batches. */
export interface DocumentStream {
  /** Up to `maxCount` documents and about `maxBytes`; always at least one if there is one. */
  take(maxCount: number, maxBytes: number): Batch;
}

export interface Batch {
  readonly documents: Buffer[];
  readonly exhausted: boolean;
}

interface OpenCursor {
  readonly namespace: string;
  readonly stream: DocumentStream;
  readonly deadline: Deadline;
  usedAt: number;
}

const IDLE_LIMIT_MS = 10 * 60_000;

/** Results that clients have not fetched to the end. One not used for ten minutes is forgotten, as in MongoDB. */
export class Cursors {
  private readonly open = new Map<string, OpenCursor>();

  /** Keeps what is left of a result; its deadline stands still until `next`. */
  add(namespace: string, stream: DocumentStream, deadline: Deadline): Long {
    deadline.suspend();
    const id = Long.fromBits(randomBytes(4).readInt32LE(), randomBytes(4).readInt32LE() & 0x7fffffff);
    this.open.set(id.toString(), { namespace, stream, deadline, usedAt: Date.now() });
    return id;
  }

  /** The next batch; the cursor closes when it was the last. */
  next(id: Long, namespace: string, maxCount: number, maxBytes: number): Batch {
    const cursor = this.open.get(id.toString());
    if (!cursor) throw new CommandError('CursorNotFound', `cursor id ${id.toString()} not found`);
    if (cursor.namespace !== namespace) throw new CommandError('Unauthorized', `Requested getMore on namespace '${namespace}', but cursor belongs to a different namespace ${cursor.namespace}`);
    cursor.usedAt = Date.now();
    cursor.deadline.resume();
    const batch = cursor.stream.take(maxCount, maxBytes);
    cursor.deadline.suspend();
    if (batch.exhausted) this.close(id);
    return batch;
  }

  close(id: Long): boolean {
    return this.open.delete(id.toString());
  }

  closeIdle(now: number): void {
    for (const [id, { usedAt }] of this.open) if (now - usedAt > IDLE_LIMIT_MS) this.open.delete(id);
  }

  get count(): number {
    return this.open.size;
  }
}

/** A stream over a source of documents that can be left at any point and taken up again, as `PlanScan` can. */
export function streamOf(restart: () => Generator<Buffer>): DocumentStream {
  let held: Buffer | undefined;
  let exhausted = false;
  return {
    take(maxCount, maxBytes) {
      const documents: Buffer[] = [];
      let bytes = 0;
      if (held && maxCount > 0) {
        documents.push(held);
        bytes += held.length;
        held = undefined;
      }
      if (exhausted || documents.length >= maxCount) return { documents, exhausted: exhausted && held === undefined };
      for (const document of restart()) {
        if (documents.length > 0 && bytes + document.length > maxBytes) {
          held = document;
          return { documents, exhausted: false };
        }
        documents.push(document);
        bytes += document.length;
        if (documents.length >= maxCount) return { documents, exhausted: false };
      }
      exhausted = true;
      return { documents, exhausted };
    },
  };
}
