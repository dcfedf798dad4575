import { createHash } from 'node:crypto';
import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import type { Intent, IntentLedger } from '../../sync/connector/intent-ledger.js';
import { createLabels as createOnOzon, labelsCall, type LabelTask } from '../connector/labels.js';
import type { WritingCall } from '../connector/methods.js';
import type { StoreOfCaller } from '../../sync/connector/ask-marketplace.js';
import type { Stores } from '../../sync/connector/stores-on.js';
import { tellOzon } from './ozon-store.js';

const MOST_POSTINGS = 20;

export interface CreateLabels extends StoreOfCaller {
  readonly postingNumbers: readonly string[];
  readonly idempotencyKey?: string | null;
  readonly dryRun?: boolean | null;
}

export interface LabelsOutcome {
  readonly tasks: readonly LabelTask[];
  /** What a dry run would have sent. */
  readonly preview: WritingCall | null;
  readonly userErrors: readonly UserError[];
}

const NOTHING: LabelsOutcome = { tasks: [], preview: null, userErrors: [] };

/** Has labels of packed postings made; they are fetched by their task about a minute after packing. Under a key once, as far as the answer was heard: labels made twice do no harm. */
export async function createLabels({ stores, intents }: { readonly stores: Stores; readonly intents: IntentLedger }, { postingNumbers, idempotencyKey, dryRun, ...store }: CreateLabels): Promise<LabelsOutcome> {
  if (postingNumbers.length === 0 || postingNumbers.length > MOST_POSTINGS) return refused('TOO_MANY_ITEMS', `Name 1 to ${MOST_POSTINGS} postings.`, 'postingNumbers');
  const { done, userErrors } = await tellOzon(stores, store, async (context): Promise<LabelsOutcome> => {
    const call = labelsCall(postingNumbers);
    if (dryRun === true) return { ...NOTHING, preview: call };
    const make = () => createOnOzon(context, postingNumbers);
    if (idempotencyKey == null) return { ...NOTHING, tasks: await make() };
    return makeOnce(intents, { storeId: store.storeId, key: `labels:${idempotencyKey}`, digest: createHash('sha256').update(JSON.stringify(call)).digest('base64url') }, make);
  });
  return done ?? { ...NOTHING, userErrors };
}

async function makeOnce(intents: IntentLedger, intent: Intent, make: () => Promise<readonly LabelTask[]>): Promise<LabelsOutcome> {
  const state = await intents.begin(intent);
  if (state.kind === 'OTHER') return refused('IDEMPOTENCY_KEY_REUSED', 'This key stands for the labels of other postings.', 'idempotencyKey');
  if (state.kind === 'DONE') return { ...NOTHING, tasks: JSON.parse(state.answer) as LabelTask[] };
  try {
    const tasks = await make();
    await intents.finish(intent, JSON.stringify(tasks));
    return { ...NOTHING, tasks };
  } catch (error) {
    await intents.giveUp(intent);
    throw error;
  }
}

function refused(code: 'TOO_MANY_ITEMS' | 'IDEMPOTENCY_KEY_REUSED', message: string, field: string): LabelsOutcome {
  return { ...NOTHING, userErrors: [userError({ code, message, field: ['input', field] })] };
}
