import { AS_POSTED, type Delivery } from '../../../support/post-office.js';
import { between, grownBy, keepUp, type Fault, type Scene } from './fault.js';

/** Each call comes three times, and up to three seconds late, so that they overtake one another; messages in a queue come twice. */
export const newsAstray: Fault = {
  name: 'webhooks tripled, shuffled and delayed',
  parts: ['post', 'marketplaces'],
  strike: (scene) => grownBy(() => scene.stage.post.strayed(), (grown) => withRepeats(scene, () => hold(scene, { copies: 3, delayMs: 3_000, isForged: false }, grown))),
};

/** Beside the real ones: with a wrong secret or signature, without any, to another address, with another body. */
export const forgedNews: Fault = { name: 'webhooks forged', parts: ['post'], strike: (scene) => grownBy(() => scene.stage.post.forged().count, (grown) => hold(scene, { copies: 1, delayMs: 0, isForged: true }, grown)) };

async function hold(scene: Scene, delivery: Delivery, met: () => number): Promise<void> {
  scene.stage.post.setDelivery(delivery);
  await keepUp(scene, between(scene.draw, 2_000, 5_000), met);
  scene.stage.post.setDelivery(AS_POSTED);
}

async function withRepeats({ stage, shops }: Scene, act: () => Promise<void>): Promise<void> {
  for (const { sandbox, repeatsNews } of shops) await stage.control(sandbox).put('/settings', repeatsNews);
  await act();
  for (const { sandbox, repeatsNews } of shops) await stage.control(sandbox).put('/settings', Object.fromEntries(Object.keys(repeatsNews).map((name) => [name, 0])));
}
