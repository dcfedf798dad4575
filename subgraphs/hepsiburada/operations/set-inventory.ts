import { createHash } from 'node:crypto';
import type { UserError } from '../../../platform/subgraph/user-error.js';
import { ConnectorError } from '../../sync/connector/contract.js';
import type { Intent, IntentLedger } from '../../sync/connector/intent-ledger.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';
import type { HepsiburadaContext } from '../connector/client.js';
import { handInInventory, inventoryUploads, type InventoryItem, type InventoryUpload, type PlannedInventoryUpload } from '../connector/inventory.js';
import { toUserError, type Refused } from '../../sync/connector/stores-on.js';
import { onHepsiburada, refused, type Preview, type StoreCall } from './hepsiburada-store.js';
import { readInventoryItems, type InventoryItemInput } from './read-inventory-items.js';

const LONGEST_KEY = 200;

export interface SetInventory extends StoreCall {
  readonly items: readonly InventoryItemInput[];
  readonly idempotencyKey: string;
}

export interface InventoryOutcome extends Refused {
  readonly uploads: readonly InventoryUpload[];
  readonly preview: readonly Preview[] | null;
}

export interface InventoryDeps {
  readonly stores: Pick<StoreAccess, 'openOwned'>;
  readonly intents: IntentLedger;
}

/**
 * Uploads how listings are sold and sent, once for each key: the same call again answers with the same uploads. One that
 * came to nothing, or whose answer was lost, may be made again: it says how things shall be, so twice is as once.
 */
export async function setInventory({ stores, intents }: InventoryDeps, input: SetInventory): Promise<InventoryOutcome> {
  const { idempotencyKey } = input;
  if (idempotencyKey.length === 0 || idempotencyKey.length > LONGEST_KEY) return nothing(refused('INVALID_IDEMPOTENCY_KEY', `idempotencyKey must have 1 to ${LONGEST_KEY} characters`, ['idempotencyKey']));
  const { items, userErrors } = readInventoryItems(input.items);
  if (items.length === 0) return nothing({ userErrors });
  const outcome = await onHepsiburada(stores, input, async (context) => {
    const planned = inventoryUploads(context, items);
    if (input.dryRun === true) return { uploads: [], preview: planned.map(previewOf), userErrors };
    return uploadOnce({ context, intents, planned, intent: intentOf(input, items), userErrors });
  });
  return 'uploads' in outcome ? outcome : nothing(outcome);
}

interface Upload {
  readonly context: HepsiburadaContext;
  readonly intents: IntentLedger;
  readonly planned: readonly PlannedInventoryUpload[];
  readonly intent: Intent;
  /** What is wrong with other items of the same call. */
  readonly userErrors: readonly UserError[];
}

async function uploadOnce(upload: Upload): Promise<InventoryOutcome> {
  const state = await upload.intents.begin(upload.intent);
  switch (state.kind) {
    case 'DONE':
      return { uploads: JSON.parse(state.answer) as InventoryUpload[], preview: null, userErrors: upload.userErrors };
    case 'OTHER':
      return nothing(refused('IDEMPOTENCY_KEY_REUSED', 'This key stands for another upload.', ['idempotencyKey']));
    case 'OPEN':
    case 'NEW':
      return handIn(upload);
  }
}

async function handIn({ context, intents, planned, intent, userErrors }: Upload): Promise<InventoryOutcome> {
  const uploads: InventoryUpload[] = [];
  try {
    for (const one of planned) uploads.push(await handInInventory(context, one));
    await intents.finish(intent, JSON.stringify(uploads));
    return { uploads, preview: null, userErrors };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    await intents.giveUp(intent);
    return { uploads, preview: null, userErrors: [...userErrors, toUserError(error)] };
  }
}

function intentOf({ storeId, idempotencyKey }: SetInventory, items: readonly InventoryItem[]): Intent {
  return { storeId, key: `hepsiburada-inventory:${idempotencyKey}`, digest: createHash('sha256').update(JSON.stringify(items)).digest('base64url') };
}

function previewOf({ call: { method, path, json } }: PlannedInventoryUpload): Preview {
  return { method, path, body: json };
}

function nothing({ userErrors }: Refused): InventoryOutcome {
  return { uploads: [], preview: null, userErrors };
}
