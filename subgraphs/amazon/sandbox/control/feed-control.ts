import { z } from 'zod';
import { ControlError, type Control } from '../../../../platform/sandbox/control.js';
import type { Kernel } from '../kernel.js';
import type { Feed } from '../feeds/feed.js';
import type { FeedDesk } from '../feeds/feed-desk.js';

const listQuery = z.strictObject({ limit: z.coerce.number().int().min(1).default(100) });

/** Feeds as Amazon has them, and ways to make them go wrong. */
export function installFeedControl(control: Control, { state, clock }: Kernel, desk: FeedDesk): void {
  control.route({ method: 'GET', path: '/feeds', summary: 'Feeds of all sellers, newest first.', query: listQuery, handle: ({ query }) => ({ feeds: desk.all().toReversed().slice(0, query.limit) }) });
  control.route({
    method: 'POST',
    path: '/feeds/:feedId/fail',
    summary: 'Ends a feed that is under way as FATAL: nothing of it is read.',
    handle: ({ params }) => {
      const feed: Feed | undefined = desk.get(params['feedId'] ?? '');
      if (!feed) throw new ControlError(404, 'no such feed');
      if (feed.endedAt !== null) throw new ControlError(409, `the feed is ${feed.processingStatus}`);
      state.transaction(() => desk.save({ ...feed, processingStatus: 'FATAL', endedAt: clock.now() }));
    },
  });
}
