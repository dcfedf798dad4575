import { z } from 'zod';
import { call, type TrendyolCall, type TrendyolContext } from './client.js';
import { unreadableAnswer } from './errors.js';

/** What a call answered, asked again once `ttlMs` have gone by; a key names whose answer it is, and only what could be read is kept. */
export async function remembered<T>(context: TrendyolContext, request: TrendyolCall, shape: z.ZodType<T>, { key, ttlMs }: { key: string; ttlMs: number }): Promise<T> {
  const known = await context.cache.get(`trendyol:${key}`);
  if (known !== null) return shape.parse(JSON.parse(known));
  const raw = await call(context, request, z.unknown());
  const value = shape.safeParse(raw);
  if (!value.success) throw unreadableAnswer(request.operation, false, value.error);
  await context.cache.set(`trendyol:${key}`, JSON.stringify(raw), ttlMs);
  return value.data;
}
