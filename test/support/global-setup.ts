import { startTestServers } from './test-servers.js';

/** Starts what every suite stands on, once: a private redis-server and, unless MONGODB_URL names a server, the embedded one. */
export default async function globalSetup(): Promise<void> {
  globalThis.testServers = await startTestServers();
}
