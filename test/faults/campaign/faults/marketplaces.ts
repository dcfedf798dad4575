import { setTimeout as pause } from 'node:timers/promises';
import { between, type Fault, type Scene } from './fault.js';

/** For faults that are meant for a number of calls. */
const MET_WITHIN_MS = 5_000;

/** What a sandbox is told in `POST /faults`, less what it is meant for. */
type Trouble = Readonly<Record<string, unknown>> & { readonly kind: string };

/** Carried out, but nobody is told so: whoever asks again blindly has it done twice. */
export const dropsAnswers: Fault = onPushes('marketplace applies a change and drops the answer', { kind: 'drop-after', times: 2 });
export const hangsAfter: Fault = onPushes('marketplace applies a change and never answers', { kind: 'hang-after', times: 1 });
export const truncatesAnswers: Fault = onPushes('marketplace applies a change and breaks off its answer', { kind: 'truncate', times: 2 });
export const dropsCalls: Fault = onEverything('marketplace drops calls unseen', { kind: 'drop-before', everyNth: 2 });
export const limitsWithTime: Fault = onEverything('429 with Retry-After', { kind: 'retry-after', retryAfterSeconds: 1, everyNth: 2 });
export const limitsWithoutTime: Fault = onEverything('429 without Retry-After', { kind: 'status', status: 429, everyNth: 2 });
export const downWithTime: Fault = onEverything('503 with Retry-After', { kind: 'retry-after', status: 503, retryAfterSeconds: 1, everyNth: 2 });
export const downWithoutTime: Fault = onEverything('503 without Retry-After', { kind: 'status', status: 503, everyNth: 2 });
export const answersHtml: Fault = onEverything('marketplace answers a page of its proxy', { kind: 'html', everyNth: 3 });
export const drips: Fault = onEverything('marketplace answers slowly, piece by piece', { kind: 'slow-drip', durationMs: 2_000, everyNth: 2 });
export const hangs: Fault = onPushes('marketplace never answers and does nothing', { kind: 'hang', times: 1 });

/** Its state survives; what it was asked and had not answered does not, and its webhooks go on. */
export const killMarketplace: Fault = {
  name: 'a marketplace killed and restarted',
  parts: ['marketplaces'],
  async strike({ stage, draw }) {
    const name = stage.marketplaces[Math.floor(draw() * stage.marketplaces.length)];
    const sandbox = name === undefined ? undefined : stage.sandboxes[name];
    if (sandbox === undefined) throw new Error('there is no marketplace');
    await sandbox.kill();
    await pause(between(draw, 0, 1_500));
    await sandbox.restart();
  },
};

function onPushes(name: string, trouble: Trouble): Fault {
  return { name, parts: ['marketplaces'], strike: (scene) => onCalls(scene, trouble, (shop) => ({ method: shop.push.method, path: shop.push.path })) };
}

function onEverything(name: string, trouble: Trouble): Fault {
  return { name, parts: ['marketplaces'], strike: (scene) => onCalls(scene, trouble, () => ({})) };
}

/** `times`, where given, ends it in each shop; until it has, it is waited for a while. */
async function onCalls({ stage, shops, draw }: Scene, trouble: Trouble, matchOf: (shop: Scene['shops'][number]) => object): Promise<void> {
  for (const shop of shops) await stage.control(shop.sandbox).post('/faults', { ...trouble, match: matchOf(shop) });
  await pause(between(draw, 1_500, 4_000));
  const endsAt = performance.now() + MET_WITHIN_MS;
  while ('times' in trouble && performance.now() < endsAt && !(await isUsedUp(stage))) await pause(200);
  for (const name of stage.marketplaces) await stage.control(name).remove('/faults');
}

async function isUsedUp(stage: Scene['stage']): Promise<boolean> {
  for (const name of stage.marketplaces) if ((await stage.control(name).get<{ faults: readonly unknown[] }>('/faults')).faults.length > 0) return false;
  return true;
}
