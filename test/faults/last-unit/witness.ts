import { setTimeout as pause } from 'node:timers/promises';
import type { Db } from 'mongodb';

/** Looks at the ledger while it works: what was accepted once stays so, and nothing else ever is. */
export interface Witness {
  begun(sku: string): void;
  /** Ends it after a last look. */
  end(): Promise<Testimony>;
}

export interface Testimony {
  readonly looks: number;
  readonly violations: readonly string[];
}

interface VariantDocument {
  readonly sku: string;
  readonly stock: { readonly onHand: number; readonly reservations: readonly { readonly orderId: string; readonly quantity: number; readonly shortBy: number }[] };
}

const LOOK_EVERY_MS = 500;

export function openWitness(db: Db): Witness {
  const begun = new Set<string>();
  const acceptedOf = new Map<string, Set<string>>();
  const violations = new Set<string>();
  const ending = new AbortController();
  let looks = 0;

  async function look(): Promise<void> {
    const variants = db.collection<VariantDocument>('variants').find({ sku: { $in: [...begun] } }, { projection: { sku: 1, 'stock.onHand': 1, 'stock.reservations': 1 } });
    for await (const { sku, stock } of variants) {
      const accepted = acceptedOf.get(sku) ?? new Set<string>();
      for (const { orderId, quantity, shortBy } of stock.reservations) if (quantity > shortBy) accepted.add(orderId);
      acceptedOf.set(sku, accepted);
      if (accepted.size > stock.onHand) violations.add(`${accepted.size} orders of ${stock.onHand} ${sku} were accepted at one time or another: ${[...accepted].join(' ')}`);
    }
    looks += 1;
  }

  const looking = (async () => {
    while (!ending.signal.aborted) {
      await look();
      await pause(LOOK_EVERY_MS, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  })();
  // Whoever waits for the end hears of it.
  looking.catch(() => undefined);
  return {
    begun: (sku) => void begun.add(sku),
    async end() {
      ending.abort();
      await looking;
      await look();
      return { looks, violations: [...violations] };
    },
  };
}
