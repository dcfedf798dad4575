import { GraphQLError } from 'graphql';
import { type ListingReference, remoteId } from '../../sync/connector/entity-references.js';
import type { Lock } from '../operations/read-from-hepsiburada.js';
import type { HepsiburadaLoaders } from './loaders.js';

/**
 * Whether a listing is locked. One that was when it was read last is asked for now, since unlocking it, here or in the merchant
 * panel, is what comes next; where Hepsiburada cannot be asked, the last reading stands.
 */
export async function lockOf(listing: ListingReference, loaders: HepsiburadaLoaders): Promise<Lock> {
  const lastRead: Lock = { locked: remoteId('locked')(listing) === 'true', lockReasons: (remoteId('lockReasons')(listing) ?? '').split(', ').filter((reason) => reason !== '') };
  if (!lastRead.locked) return lastRead;
  try {
    return (await loaders.locks.load({ storeId: listing.store.id, remoteKey: listing.remoteKey })) ?? lastRead;
  } catch (error) {
    if (error instanceof GraphQLError) return lastRead;
    throw error;
  }
}
