import { Cursors } from './cursors.js';
import { Catalog } from './storage/catalog.js';
import { lockFolder } from './storage/folder-lock.js';
import { Storage, type Acknowledgement } from './storage/storage.js';
import { DocumentWriter } from './storage/write-documents.js';

/** Everything the commands work on. One per data folder. */
export interface Engine {
  readonly storage: Storage;
  readonly catalog: Catalog;
  readonly writer: DocumentWriter;
  readonly cursors: Cursors;
  readonly startedAt: Date;
  /** Resolves when everything accepted is on disk and the files are closed. */
  close(): Promise<void>;
}

/** Opens the folder, making it when missing; throws when a living process has it open. */
export function openEngine(dataDir: string, acknowledgement?: Acknowledgement): Engine {
  const unlock = lockFolder(dataDir);
  const storage = new Storage(dataDir, acknowledgement);
  const catalog = new Catalog(storage);
  const close = async (): Promise<void> => {
    await storage.close();
    unlock();
  };
  return { storage, catalog, writer: new DocumentWriter(storage, catalog), cursors: new Cursors(), startedAt: new Date(), close };
}
