import { setTimeout as pause } from 'node:timers/promises';
import type { SandboxName } from '../../../../hub/sandbox-urls.js';
import { between, grownBy, keepUp, type Fault, type Scene } from './fault.js';
import { lineOf } from './line-of.js';

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
  async strike(scene) {
    const { stage, draw } = scene;
    const name = stage.marketplaces[Math.floor(draw() * stage.marketplaces.length)];
    const sandbox = name === undefined ? undefined : stage.sandboxes[name];
    if (name === undefined || sandbox === undefined) throw new Error('there is no marketplace');
    return grownBy(() => lineOf(stage, name).troubles(), async (grown) => {
      await sandbox.kill();
      await keepUp(scene, between(draw, 0, 1_500), grown);
      await sandbox.restart();
    });
  },
};

function onPushes(name: string, trouble: Trouble): Fault {
  return { name, parts: ['marketplaces'], strike: (scene) => onCalls(scene, trouble, (shop) => ({ method: shop.push.method, path: shop.push.path })) };
}

function onEverything(name: string, trouble: Trouble): Fault {
  return { name, parts: ['marketplaces'], strike: (scene) => onCalls(scene, trouble, () => ({})) };
}

/** `times`, where given, ends it in each shop; until it has, it is waited for a while. */
async function onCalls(scene: Scene, trouble: Trouble, matchOf: (shop: Scene['shops'][number]) => object): Promise<number> {
  const { stage, shops, draw } = scene;
  const planned: Planned[] = [];
  for (const shop of shops) {
    const { id, times } = (await stage.control(shop.sandbox).post('/faults', { ...trouble, match: matchOf(shop) })) as Pick<Planned, 'id' | 'times'>;
    planned.push({ sandbox: shop.sandbox, id, ...(times !== undefined && { times }) });
  }
  await keepUp(scene, between(draw, 1_500, 4_000), () => hitsOf(stage, planned));
  const endsAt = performance.now() + MET_WITHIN_MS;
  while ('times' in trouble && performance.now() < endsAt && !(await isUsedUp(stage))) await pause(200);
  const met = await hitsOf(stage, planned);
  for (const name of stage.marketplaces) await stage.control(name).remove('/faults');
  return met;
}

interface Planned {
  readonly sandbox: SandboxName;
  readonly id: string;
  readonly times?: number;
}

/** A fault that has struck as often as it should is in force no more. */
async function hitsOf(stage: Scene['stage'], planned: readonly Planned[]): Promise<number> {
  let hits = 0;
  for (const { sandbox, id, times = 0 } of planned) hits += (await inForce(stage, sandbox)).find((fault) => fault.id === id)?.hits ?? times;
  return hits;
}

async function inForce(stage: Scene['stage'], name: SandboxName): Promise<readonly { readonly id: string; readonly hits: number }[]> {
  return (await stage.control(name).get<{ faults: readonly { id: string; hits: number }[] }>('/faults')).faults;
}

async function isUsedUp(stage: Scene['stage']): Promise<boolean> {
  for (const name of stage.marketplaces) if ((await inForce(stage, name)).length > 0) return false;
  return true;
}
