import { connectMongo } from '../../platform/mongo/client.js';
import { askDatabaseTime, startSharedClock } from '../../platform/mongo/shared-clock.js';
import { createLogger } from '../../platform/telemetry/logger.js';

/** A process of its own that prints what time it is, by its own clock and by the one it shares. */
const mongo = await connectMongo({ url: process.env['TEST_MONGODB_URL'] ?? '', database: 'time' });
const clock = await startSharedClock({ askTime: () => askDatabaseTime(mongo.db), logger: createLogger({ level: 'silent', name: 'tell-time' }) });
console.log(JSON.stringify({ own: Date.now(), shared: clock.now().getTime() }));
clock.stop();
await mongo.close();
