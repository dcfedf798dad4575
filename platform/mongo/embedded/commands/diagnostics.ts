import { MAX_DOCUMENT_BYTES } from '../storage/write-documents.js';
import { MAX_MESSAGE_BYTES } from '../wire/messages.js';
import type { Command } from './command.js';
import { MAX_STATEMENTS } from './write-results.js';

const VERSION = '7.0.0';
/** The wire protocol of MongoDB 7.0. */
const WIRE_VERSION = 21;

export const hello: Command = {
  fields: ['helloOk', 'client', 'compression', 'topologyVersion', 'maxAwaitTimeMS', 'saslSupportedMechs', 'speculativeAuthenticate', 'loadBalanced', 'hostInfo', 'backpressure'],
  run: ({ connectionId }) => ({
    helloOk: true,
    isWritablePrimary: true,
    ismaster: true,
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    maxMessageSizeBytes: MAX_MESSAGE_BYTES,
    maxWriteBatchSize: MAX_STATEMENTS,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    connectionId,
    minWireVersion: 0,
    maxWireVersion: WIRE_VERSION,
    readOnly: false,
  }),
};

const acknowledge = (...fields: string[]): Command => ({ fields, run: () => ({}) });

export const ping = acknowledge();
/** Sessions hold no state here: there are no transactions, and cursors close by themselves. */
export const endSessions = acknowledge();

export const buildInfo: Command = {
  fields: [],
  run: () => ({
    version: VERSION,
    versionArray: VERSION.split('.').map(Number).concat(0),
    gitVersion: 'embedded',
    modules: [],
    storageEngines: ['lmdb'],
    bits: 64,
    debug: false,
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
  }),
};

export const serverStatus: Command = {
  fields: ['repl', 'metrics', 'locks', 'recordStats'],
  run({ engine }) {
    const uptimeSeconds = (Date.now() - engine.startedAt.getTime()) / 1000;
    const memory = process.memoryUsage();
    return {
      version: VERSION,
      process: 'embedded',
      pid: process.pid,
      uptime: uptimeSeconds,
      localTime: new Date(),
      metrics: { cursor: { open: { total: engine.cursors.count } } },
      mem: { resident: Math.round(memory.rss / 1024 / 1024), heap: Math.round(memory.heapUsed / 1024 / 1024) },
      storageEngine: { name: 'lmdb', persistent: true },
    };
  },
};

export const connectionStatus: Command = {
  fields: ['showPrivileges'],
  run: () => ({ authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] } }),
};
