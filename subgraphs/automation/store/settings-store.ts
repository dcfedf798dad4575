import type { Db } from 'mongodb';
import type { SellerId } from '../../../platform/ids.js';
import { type ConversionSettings, type SettingsChange, USUAL_SETTINGS } from '../domain/conversion-settings.js';

const COLLECTION = 'conversion_settings';
const KEPT_CHANGES = 200;

/** One change of the settings: what, who, when. */
export interface SettingsEntry {
  readonly change: SettingsChange;
  readonly at: Date;
  readonly by: string;
  readonly idempotencyKey: string | null;
}

/** A seller's settings with the last 200 changes, newest last. */
export interface StoredSettings extends ConversionSettings {
  readonly _id: SellerId;
  readonly history: readonly SettingsEntry[];
}

export type SettingsStore = ReturnType<typeof createSettingsStore>;

/** How sellers want prices converted; one document each. Nothing else reads or writes it. */
export function createSettingsStore(db: Db) {
  const settings = db.collection<StoredSettings>(COLLECTION);

  return {
    async of(sellerId: SellerId): Promise<StoredSettings> {
      const stored = await settings.findOne({ _id: sellerId });
      return { ...USUAL_SETTINGS, history: [], ...stored, _id: sellerId };
    },
    /** Changes what is named and writes down who did, in one write. */
    async change(sellerId: SellerId, entry: SettingsEntry): Promise<void> {
      const { rounding, maxAgeHours, staleRates } = entry.change;
      const rules = rounding.flatMap(({ currency, rule }) => (rule === null ? [] : [[`rounding.${currency}`, rule] as const]));
      const set = { ...Object.fromEntries(rules), ...(maxAgeHours === undefined ? {} : { maxAgeHours }), ...(staleRates === undefined ? {} : { staleRates }) };
      const unset = Object.fromEntries(rounding.flatMap(({ currency, rule }) => (rule === null ? [[`rounding.${currency}`, ''] as const] : [])));
      await settings.updateOne(
        { _id: sellerId },
        { ...(isEmpty(set) ? {} : { $set: set }), ...(isEmpty(unset) ? {} : { $unset: unset }), $push: { history: { $each: [entry], $slice: -KEPT_CHANGES } } },
        { upsert: true },
      );
    },
  };
}

function isEmpty(fields: object): boolean {
  return Object.keys(fields).length === 0;
}
