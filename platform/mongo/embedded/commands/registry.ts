import { aggregate } from './aggregate.js';
import { collStats, create, dbStats, drop, dropDatabase, listCollections, listDatabases, renameCollection } from './collections.js';
import type { Command } from './command.js';
import { count } from './count.js';
import { createIndexes } from './create-indexes.js';
import { deleteDocuments } from './delete.js';
import { buildInfo, connectionStatus, endSessions, hello, ping, serverStatus } from './diagnostics.js';
import { distinct } from './distinct.js';
import { findAndModify } from './find-and-modify.js';
import { explain } from './explain.js';
import { find } from './find.js';
import { getMore, killCursors } from './get-more.js';
import { collMod, dropIndexes, listIndexes } from './indexes.js';
import { insert } from './insert.js';
import { update } from './update.js';

/** Every command there is, by the name the protocol gives it. */
export const commands: Readonly<Record<string, Command>> = {
  aggregate,
  buildInfo,
  buildinfo: buildInfo,
  collMod,
  collStats,
  connectionStatus,
  count,
  create,
  createIndexes,
  dbStats,
  delete: deleteDocuments,
  distinct,
  drop,
  dropDatabase,
  dropIndexes,
  endSessions,
  explain,
  find,
  findAndModify,
  getMore,
  hello,
  insert,
  isMaster: hello,
  ismaster: hello,
  killCursors,
  killSessions: endSessions,
  listCollections,
  listDatabases,
  listIndexes,
  ping,
  refreshSessions: endSessions,
  renameCollection,
  serverStatus,
  update,
};
