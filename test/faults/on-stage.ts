import { setStage, type Stage, type StageOptions } from './campaign/stage.js';

/** Has something played on a stage of its own. Throws the reason of `stopping` when that comes first; whatever happens, no process stays behind. */
export async function onStage<T>(options: StageOptions, stopping: AbortSignal, play: (stage: Stage) => Promise<T>): Promise<T> {
  const stage = await setStage(options);
  const stopped = new Promise<never>((_, reject) => stopping.addEventListener('abort', () => reject(stopping.reason as Error), { once: true }));
  try {
    return await Promise.race([play(stage), stopped]);
  } finally {
    await stage.stop();
  }
}
