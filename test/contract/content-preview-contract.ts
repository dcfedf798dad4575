import { describe, expect, it } from '@jest/globals';
import type { MarketplaceRequest } from '../../platform/http/contract.js';
import { ConnectorError, type ConnectorContext, type ContentChange, type ContentPort, type PreviewedContentCall } from '../../subgraphs/sync/connector/contract.js';
import { requireCapability } from '../../subgraphs/sync/connector/require-capability.js';
import type { Bench } from './connector-contract.js';
import { putOnSale } from './content-contract.js';
import { sampleDraft } from './sample-draft.js';

export function describeContentPreview<C>(get: () => Bench<C>): void {
  describe('previewing what publishing would send', () => {
    const change = (remoteKey: string, isUpdate: boolean): ContentChange => ({ kind: 'PUBLISH', drafts: [{ ...sampleDraft(remoteKey, get().sandbox.currency), remoteIds: isUpdate ? { contentId: '880001' } : {}, isUpdate, ...get().sandbox.localDraft?.(isUpdate) }] });
    /** Goods that no other test looks for, since they do leave. */
    const leaving = async (): Promise<ContentChange> => ({ kind: 'WITHDRAW', remoteKeys: [await putOnSale(get(), 'PREVIEW-LEAVING')] });

    it.each<[string, () => ContentChange | Promise<ContentChange>]>([
      ['goods that are new there', () => change('PREVIEW-NEW', false)],
      ['goods that are there', () => change(get().sandbox.keys[115] ?? '', true)],
      ['goods that are to leave', () => leaving()],
    ])('shows exactly the calls for %s', async (_name, changeOf) => {
      const { connector, context } = get();
      const wanted = await changeOf();
      const shown = await previewOf(get(), wanted);
      const sent = await callsOf(requireCapability(connector, 'content'), context, wanted);
      expect(shown.length).toBeGreaterThan(0);
      expect(shown.map(({ method, path, body, quotaGroup }) => ({ method, path, body, quotaGroup }))).toEqual(sent.map((call, index) => ({ ...call, path: asShown(call.path, shown[index]?.path) })));
      expect(shown.map(({ items }) => items)).toEqual(shown.map(() => 1));
    });

    it('shows no secret, and quotas that the store has', async () => {
      const { connector, context, sandbox } = get();
      const shown = [...(await previewOf(get(), change('PREVIEW-NEW', false))), ...(await previewOf(get(), { kind: 'WITHDRAW', remoteKeys: [sandbox.keys[116] ?? ''] }))];
      for (const secret of secretsOf(sandbox)) expect(JSON.stringify(shown)).not.toContain(secret);
      expect(Object.keys(connector.quotaGroups(context.store))).toEqual(expect.arrayContaining(shown.flatMap(({ quotaGroup }) => quotaGroup ?? [])));
    });
  });
}

async function previewOf<C>({ connector, context }: Bench<C>, change: ContentChange): Promise<readonly PreviewedContentCall[]> {
  return (await requireCapability(connector, 'content').preview?.(context, change)) ?? [];
}

/** In braces stands what only the answer to an earlier call of the same change tells: `{offerId}`. */
function asShown(sent: string, shown = ''): string {
  const [before = '', ...after] = shown.split(/\{[^{}]*\}/);
  const pattern = [before, ...after].map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join('[^/]+');
  return after.length > 0 && new RegExp(`^${pattern}$`).test(sent) ? shown : sent;
}

interface SentCall extends Pick<MarketplaceRequest, 'method' | 'path' | 'quotaGroup'> {
  /** Empty for a call without one. */
  readonly body: NonNullable<MarketplaceRequest['body']>;
}

/** The writing calls that the change really takes; what the sandbox makes of them does not matter here. */
async function callsOf<C>(content: ContentPort<C>, context: ConnectorContext<C>, change: ContentChange): Promise<SentCall[]> {
  const sent: MarketplaceRequest[] = [];
  const listening: ConnectorContext<C> = { ...context, http: { send: (request) => (sent.push(request), context.http.send(request)) } };
  const made = change.kind === 'PUBLISH' ? content.publish(listening, change.drafts) : content.withdraw(listening, change.remoteKeys);
  await made.catch((error: unknown) => {
    if (!(error instanceof ConnectorError && error.outcome === 'REFUSED')) throw error;
  });
  return sent.filter(({ safe }) => !safe).map(({ method, path, body, quotaGroup }) => ({ method, path: path.replace(context.store.remoteSellerId, '{sellerId}'), body: body ?? '', quotaGroup }));
}

function secretsOf<C>({ credentials, wrongCredentials }: Bench<C>['sandbox']): string[] {
  const wrong = wrongCredentials as Readonly<Record<string, unknown>>;
  return Object.entries(credentials as Readonly<Record<string, unknown>>).flatMap(([name, value]) => (typeof value === 'string' && value !== wrong[name] ? [value] : []));
}
