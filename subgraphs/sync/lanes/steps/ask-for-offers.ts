import { atWorth, ConnectorError } from '../../connector/contract.js';
import { bucketOf, bucketsOf, type Certificate } from '../../domain/certificate.js';
import type { LaneWork } from '../lane-step.js';
import { readOffers } from '../read-offers.js';
import type { SweepDeps } from './sweep-offers.js';

const KEYS_AT_ONCE = 5_000;
/** Listings asked for one by one in a sweep because the pages did not show them; in one turn few enough that live work never waits long for them. */
const MOST_ASKED_FOR = 2_000;
const ASKED_A_TURN = 200;

/** What should be on sale and stood in no page is asked for by name: pages shift while they are read. Answers how many keys that are. */
export async function beginAsking({ catalog, certificates }: SweepDeps, work: LaneWork, id: string): Promise<number> {
  const shown = new Map(Object.entries((await certificates.find(id))?.buckets ?? {}));
  const keys = await allKeysOnSale(catalog, work);
  const differing = new Set([...bucketsOf(keys)].filter(([bucket, { keys: count, sum }]) => shown.get(bucket)?.keys !== count || shown.get(bucket)?.sum !== sum).map(([bucket]) => bucket));
  const all = keys.filter((key) => differing.has(bucketOf(key).bucket));
  const missing = all.slice(0, MOST_ASKED_FOR);
  await certificates.beginAsking(id, { onSale: keys.length, missing, unconfirmed: all.length - missing.length });
  return missing.length;
}

/** Asks for some of the keys; true once all have been asked for, or nobody can be asked. */
export async function askForOffers({ certificates }: SweepDeps, work: LaneWork, certificate: Certificate): Promise<boolean> {
  const { missing = [], answered = 0 } = certificate;
  const asked = missing.slice(answered, answered + ASKED_A_TURN);
  try {
    const found = await readOffers({ ...work, context: atWorth(work.context, 'BULK') }, asked);
    await certificates.addAnswers(certificate, { answered: asked.length, absent: asked.filter((key) => !found.has(key)), unconfirmed: 0 });
    return answered + asked.length >= missing.length;
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    await certificates.addAnswers(certificate, { answered: missing.length - answered, absent: [], unconfirmed: missing.length - answered });
    return true;
  }
}

async function allKeysOnSale(catalog: SweepDeps['catalog'], { store }: LaneWork): Promise<string[]> {
  const keys: string[] = [];
  for (let after: string | null = null; ; after = keys.at(-1) ?? null) {
    const some: readonly string[] = await catalog.keysOnSale({ storeId: store._id, after, limit: KEYS_AT_ONCE });
    keys.push(...some);
    if (some.length < KEYS_AT_ONCE) return keys;
  }
}
