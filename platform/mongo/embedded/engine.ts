import { Cursors } from './cursors.js';
import { Catalog } from './storage/catalog.js';
import { Storage } from './storage/storage.js';
import { DocumentWriter } from './storage/write-documents.js';

/** Everything the commands work on. One per data folder. */
export interface Engine {
  readonly storage: Storage;
  readonly catalog: Catalog;
  readonly writer: DocumentWriter;
  readonly cursors: Cursors;
  readonly startedAt: Date;
}

export function openEngine(dataDir: string): Engine {
  const storage = new Storage(dataDir);
  const catalog = new Catalog(storage);
  return { storage, catalog, writer: new DocumentWriter(storage, catalog), cursors: new Cursors(), startedAt: new Date() };
}
