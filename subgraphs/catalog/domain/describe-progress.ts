import type { ContentValue, FieldSync } from './listing.js';

/** How far a value has come on its way to the marketplace, one sentence a step, newest knowledge last. */
export function describeProgress<V>({ desired, sent, sentAt, receipt, published, state, issue, appliedAt, verifiedAt }: FieldSync<V>, show: (value: V) => string, content: FieldSync<ContentValue>): string[] {
  const isOnSale = content.published?.value.presence === 'LISTED';
  return [
    `desired: ${show(desired.value)} (revision ${desired.revision}, since ${desired.setAt.toISOString()}${desired.operationId ? `, operation ${desired.operationId}` : ''})`,
    ...(state === 'QUEUED' && !isOnSale ? ['waits until the listing is on sale there'] : []),
    ...(sent ? [`sent: ${show(sent.value)} (revision ${sent.revision}${sentAt ? `, ${sentAt.toISOString()}` : ''}${receipt ? `, receipt ${receipt}` : ''}), ${sent.phase}`] : []),
    published ? `confirmed: ${show(published.value)} (revision ${published.revision}, ${published.at.toISOString()}, by ${published.evidence})` : 'nothing confirmed yet',
    `state: ${state}${appliedAt ? `, applied ${appliedAt.toISOString()}` : ''}${verifiedAt ? `, read back ${verifiedAt.toISOString()}` : ''}`,
    ...(issue ? [`issue: ${issue.code}: ${issue.message}`] : []),
  ];
}
