import type { Kernel } from '../kernel.js';
import { problem } from './read-import-item.js';
import type { Product } from './product.js';
import type { Shelf } from './shelf.js';

export interface Moderation {
  /** Decides on the card after the approval delay. */
  await(product: Product): void;
  /** Decides now. */
  approve(product: Product): Product;
  decline(product: Product): Product;
  onDecided(listener: (product: Product) => void): void;
}

const FIRST_SKU = 150_000_001;

/** Ozon looks at every new card; only then does it get a SKU and may take stock. */
export function createModeration({ state, clock, settings }: Kernel, shelf: Shelf): Moderation {
  const listeners: ((product: Product) => void)[] = [];
  const decide = (product: Product): Product => {
    const decided = { ...product, updatedAt: clock.now() };
    shelf.put(decided);
    listeners.forEach((listener) => listener(decided));
    return decided;
  };
  const moderation: Moderation = {
    await: ({ clientId, offerId }) => clock.after(settings().approvalDelayMs, 'moderate', { clientId, offerId }),
    approve: (product) => decide({ ...product, status: 'price_sent', problems: [], sku: product.sku ?? state.next('sku', FIRST_SKU) }),
    decline: (product) => decide({ ...product, status: 'declined', problems: [problem('MODERATION_DECLINED', 'images', 'the images do not show the product', 0)] }),
    onDecided: (listener) => void listeners.push(listener),
  };
  clock.on('moderate', ({ clientId, offerId }: { clientId: string; offerId: string }) => {
    const product = shelf.product(clientId, offerId);
    if (product?.status !== 'moderating') return;
    const every = settings().rejectEveryNthApproval;
    if (every > 0 && state.next('moderated') % every === 0) moderation.decline(product);
    else moderation.approve(product);
  });
  return moderation;
}
