import { eventually } from '../../sync/testing/lane-suite.js';
import { scheduleIdOf } from '../domain/schedule.js';
import type { ScheduleOffice } from './schedule-office.js';

const FIELDS = 'kind state isDefault intervalSeconds effectiveIntervalSeconds reason priority batch nextRunAt pausedAt lastRun { state checked found error { errorClass explanation { cause } } }';
export const ALL = `query ($filter: ScheduleFilter, $first: Int, $after: String) { schedules(filter: $filter, first: $first, after: $after) { nodes { ${FIELDS} store { id } } pageInfo { hasNextPage endCursor } } }`;
const changing = (mutation: string, type = 'ScheduleInput') => `mutation ($input: ${type}!) { ${mutation}(input: $input) { schedule { ${FIELDS} } userErrors { code field } } }`;
export const SET = changing('scheduleSet', 'ScheduleSetInput');

const RUNS = 'query ($filter: ScheduleFilter, $first: Int, $after: String) { schedules(filter: $filter) { nodes { runs(first: $first, after: $after) { nodes { startedAt finishedAt state checked found error { errorClass } } pageInfo { endCursor } } } } }';

export interface History {
  readonly nodes: readonly { readonly state: string; readonly checked: number }[];
  readonly pageInfo: { readonly endCursor: string };
}
export interface Shown {
  readonly kind: string;
  readonly state: string;
  readonly reason: string;
  readonly nextRunAt: string | null;
  readonly effectiveIntervalSeconds: number;
  readonly intervalSeconds: number;
  readonly lastRun: { readonly state: string; readonly checked: number; readonly found: number } | null;
}
export interface Changed {
  readonly schedule: Shown | null;
  readonly userErrors: readonly { readonly code: string; readonly field: readonly string[] }[];
}

/** What a seller asks of schedules; `office`: of the present test. */
export function askSchedules(office: () => ScheduleOffice) {
  async function ask(query: string, variables: Record<string, unknown>): Promise<Readonly<Record<string, unknown>>> {
    const { data, errors } = await office().ask(query, variables);
    if (errors) throw new Error(JSON.stringify(errors));
    return data as Readonly<Record<string, unknown>>;
  }

  async function show(kind: string): Promise<Shown> {
    const { schedules } = await ask(ALL, { filter: { kinds: [kind] } });
    return firstOf(schedules as { nodes: Shown[] });
  }

  return {
    show,
    change: async (mutation: string, input: Record<string, unknown>): Promise<Changed> => {
      const query = mutation === 'scheduleSet' ? SET : changing(mutation);
      return (await ask(query, { input: { storeId: office().storeId, kind: 'INVENTORY', ...input } }))[mutation] as Changed;
    },
    runsOf: async (kind: string, page: Record<string, unknown>): Promise<History> => {
      const { schedules } = await ask(RUNS, { filter: { kinds: [kind] }, ...page });
      return firstOf(schedules as { nodes: { runs: History }[] }).runs;
    },
    ran: (kind: string) => eventually(() => show(kind), ({ lastRun }) => lastRun !== null && lastRun.state !== 'RUNNING'),
    inventory: () => scheduleIdOf(office().storeId, 'INVENTORY'),
    /** A store's first poll comes by itself, and ends by saying when the next one does. */
    polledOnce: () => eventually(async () => (await office().house.sync.intake.pollMarks([office().storeId]))[0], (mark) => mark?.polledAt != null),
  };
}

function firstOf<T>({ nodes: [first] }: { readonly nodes: readonly T[] }): T {
  if (first === undefined) throw new Error('the store has no such schedule');
  return first;
}
