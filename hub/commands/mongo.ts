import { startEmbeddedServer } from '../../platform/mongo/embedded/server.js';
import { whenAskedToStop } from '../stop-signal.js';

export async function mongo({ port, data }: { port: number; data: string }): Promise<void> {
  const server = await startEmbeddedServer({ dataDir: data, port, log: (line) => console.error(line) });
  console.log(`listening ${server.url}`);
  await whenAskedToStop();
  await server.stop();
}
