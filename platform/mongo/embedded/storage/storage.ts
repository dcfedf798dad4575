import { constants } from 'node:os';
import { open, type Database, type RootDatabase, type TransactionFlags } from 'lmdb';
import { CommandError } from '../errors.js';

/** One table of keys and values, both bytes. A value that was got stays as it is, whatever is written later. */
export interface Table extends Pick<Database<Buffer, Buffer>, 'putSync' | 'removeSync' | 'getKeys' | 'getRange' | 'getKeysCount'> {
  getBinary(key: Buffer): Buffer | undefined;
}

interface Job {
  /** May run again, after a transaction it was in has been rolled back. */
  run(): void;
  /** What it ran is committed: whether it wants no further turn. */
  isDone(): boolean;
  finish(): void;
  fail(error: unknown): void;
}

// lmdb's transaction flags: commit before returning, but leave the flush to `sync`. Its enum has no value at run time.
const COMMIT_WITHOUT_FLUSH = 0x10002 as unknown as TransactionFlags;

/**
 * When a write counts as done: once it is flushed to disk, or once it is committed, which the end of the process cannot
 * undo but a power cut within a second can.
 */
export type Acknowledgement = 'flushed' | 'committed';

const LATE_FLUSH_MS = 1000;

/**
 * The lmdb environment. Reads are synchronous. Writes are pieces of synchronous work; all that are waiting when a
 * transaction begins share it, and all transactions that are waiting when a flush begins share that flush, so a
 * thousand concurrent writes cost a few flushes.
 */
export class Storage {
  readonly documents: Table;
  readonly indexes: Table;
  readonly catalog: Table;
  private readonly acknowledgement: Acknowledgement;
  private lateFlush: NodeJS.Timeout | undefined;
  private readonly root: RootDatabase<Buffer, Buffer>;
  private waiting: Job[] = [];
  private unflushed: Job[] = [];
  private flushing = false;
  private scheduled = false;
  private isClosed = false;
  private closing: (() => void) | undefined;
  /** Runs at the end of each transaction, inside it. */
  beforeCommit: () => void = () => undefined;
  /** Runs when a transaction was rolled back as a whole: what memory holds of it is wrong. */
  afterAbort: () => void = () => undefined;

  constructor(path: string, acknowledgement: Acknowledgement = 'flushed') {
    this.acknowledgement = acknowledgement;
    this.root = open<Buffer, Buffer>({ path, maxDbs: 4, encoding: 'binary', keyEncoding: 'binary', cache: false, noSubdir: false });
    const table = (name: string): Table => withPooledReads(this.root.openDB<Buffer, Buffer>({ name, encoding: 'binary', keyEncoding: 'binary', cache: false }));
    this.documents = table('documents');
    this.indexes = table('indexes');
    this.catalog = table('catalog');
  }

  /**
   * Runs `work` in a transaction. A CommandError it throws is its own affair and must be thrown before anything was
   * written for the same document; any other error rolls the whole transaction back, and the writes that shared it are done again
   * without this one. So `work` may run more than once; only its last run counts.
   */
  write<T>(work: () => T): Promise<T> {
    return this.writeInTurns(() => ({ value: work() }));
  }

  /**
   * The same for much work, of which each turn does some, with what it has come to at the last: others write and read between two turns, so
   * that they need not wait for all of it. What an earlier turn wrote stays when a later one fails.
   */
  writeInTurns<T>(work: (turn: number) => { readonly value: T } | undefined): Promise<T> {
    if (this.isClosed) return Promise.reject(new CommandError('ShutdownInProgress', 'the server is shutting down'));
    return new Promise<T>((resolve, reject) => {
      let turn = 0;
      let outcome: (() => void) | undefined;
      this.waiting.push({
        run: () => {
          outcome = undefined;
          try {
            const last = work(turn);
            if (last) outcome = () => resolve(last.value);
          } catch (error) {
            if (!(error instanceof CommandError)) throw error;
            outcome = () => reject(error);
          }
        },
        isDone: () => {
          turn += 1;
          return outcome !== undefined;
        },
        finish: () => outcome?.(),
        fail: reject,
      });
      this.schedule();
    });
  }

  /** Resolves when everything accepted so far is on disk and the files are closed. */
  async close(): Promise<void> {
    this.isClosed = true;
    if (this.waiting.length > 0 || this.unflushed.length > 0 || this.flushing) {
      await new Promise<void>((resolve) => (this.closing = resolve));
    }
    clearTimeout(this.lateFlush);
    await this.root.close();
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.commitWaiting();
    });
  }

  private commitWaiting(): void {
    let jobs = this.waiting;
    this.waiting = [];
    while (jobs.length > 0) jobs = this.commit(jobs);
    if (this.acknowledgement === 'flushed') this.flush();
    else this.flushLate();
    if (this.waiting.length > 0) this.schedule();
  }

  /** Commits the jobs together. One that fails unexpectedly undoes the transaction; the others are given back to be tried again without it. */
  private commit(jobs: readonly Job[]): Job[] {
    let current: Job | undefined;
    try {
      this.root.transactionSync(() => {
        for (current of jobs) current.run();
        current = undefined;
        this.beforeCommit();
      }, COMMIT_WITHOUT_FLUSH);
      for (const job of jobs) (job.isDone() ? this.unflushed : this.waiting).push(job);
      return [];
    } catch (error) {
      this.afterAbort();
      const failed = jobs.filter((job) => current === undefined || job === current);
      for (const job of failed) job.fail(isOutOfSpace(error) ? noRoom(error) : error);
      return jobs.filter((job) => !failed.includes(job));
    }
  }

  private flushLate(): void {
    for (const job of this.unflushed.splice(0)) job.finish();
    this.noteIdle();
    this.lateFlush ??= setTimeout(() => {
      this.lateFlush = undefined;
      if (!this.isClosed) this.sync(() => undefined);
    }, LATE_FLUSH_MS).unref();
  }

  private flush(): void {
    if (this.flushing) return;
    if (this.unflushed.length === 0) { this.noteIdle(); return; }
    const jobs = this.unflushed;
    this.unflushed = [];
    this.flushing = true;
    this.sync((error) => {
      this.flushing = false;
      for (const job of jobs) {
        if (error) job.fail(error);
        else job.finish();
      }
      this.flush();
    });
  }

  // The type declarations of lmdb leave out `sync`, which flushes on a thread of its own.
  private sync(done: (error?: Error | null) => void): void {
    (this.root as unknown as { sync(callback: (error?: Error | null) => void): void }).sync(done);
  }

  private noteIdle(): void {
    if (this.waiting.length === 0) this.closing?.();
  }
}

/** lmdb's own copy of a value is an allocation outside the heap each; a slice of Node's pool costs a fraction of that. */
function withPooledReads(table: Database<Buffer, Buffer>): Table {
  return Object.assign(table, {
    getBinary(key: Buffer): Buffer | undefined {
      const shared = table.getBinaryFast(key);
      if (!shared) return undefined;
      const copy = Buffer.allocUnsafe(shared.length);
      copy.set(shared.subarray(0, shared.length));
      return copy;
    },
  });
}

/** On a full disk, over a quota, or beyond the size that the process may give a file. A write that came short is EIO to LMDB. */
function isOutOfSpace(error: unknown): error is Error {
  const { ENOSPC, EDQUOT, EFBIG, EIO } = constants.errno;
  return error instanceof Error && 'code' in error && [ENOSPC, EDQUOT, EFBIG, EIO].includes(Number(error.code));
}

/** Nothing of the transaction is on disk: LMDB shows it by its last page, which was not written. */
function noRoom({ message }: Error): CommandError {
  return new CommandError('OutOfDiskSpace', `the disk did not take this write, or not the whole of it: ${message.split(':')[0] ?? message}`);
}
