import { z } from 'zod';
import { CURRENCIES } from '../../../platform/money.js';
import type { ConnectorContext } from '../../sync/connector/contract.js';
import { MARKETPLACE_TR, MARKETPLACES, UNKEPT_MARKETPLACES } from './marketplaces.js';

const QUEUE_FIELDS = ['sqsQueueUrl', 'sqsAccessKeyId', 'sqsSecretAccessKey'] as const;

/** A day such as `2026-11-22`, or a moment; a Date, so that nothing that looks like it is taken for a secret. */
const day = z.union([z.iso.date(), z.iso.datetime({ offset: true })]).transform((text) => new Date(text));

/** What a store needs to be called; client id and secret come from the developer console, the refresh token from the seller's consent. */
export const credentialsSchema = z
  .object({
    clientId: z.string().min(1).describe('LWA client id'),
    clientSecret: z.string().min(1).describe('LWA client secret; has to be rotated every 180 days'),
    refreshToken: z.string().min(1).describe('Refresh token of the seller\'s authorisation; ends after 365 days unless renewed'),
    clientSecretMadeOn: day.optional().describe('Day the client secret was made; with it `Store.amazon.access` warns before it ends. Example: 2026-11-22'),
    authorisedOn: day.optional().describe('Day the seller last authorised the application; with it `Store.amazon.access` warns before that ends. Example: 2026-11-22'),
    marketplaceId: z.string().refine((id) => id in MARKETPLACES, { error: ({ input }) => whyNotSold(String(input)) }).default(MARKETPLACE_TR).describe('Marketplace; Amazon.com.tr by default'),
    appName: z.string().regex(/^[A-Za-z0-9 ._-]{1,80}$/).default('marketplace-hub').describe('Name of the application in the User-Agent'),
    sqsQueueUrl: z.url().optional().describe('Queue for order notifications; without it orders are polled'),
    sqsRegion: z.string().min(1).default('eu-west-1').describe('AWS region of the queue'),
    sqsAccessKeyId: z.string().min(1).optional().describe('Access key of a user that may receive from and delete in the queue'),
    sqsSecretAccessKey: z.string().min(1).optional().describe('Its secret'),
  })
  .refine((given) => [0, QUEUE_FIELDS.length].includes(QUEUE_FIELDS.filter((name) => given[name] !== undefined).length), { path: ['sqsQueueUrl'], message: 'a queue needs sqsQueueUrl, sqsAccessKeyId and sqsSecretAccessKey' });

function whyNotSold(marketplaceId: string): string {
  const unkept = UNKEPT_MARKETPLACES[marketplaceId];
  return unkept === undefined ? 'is not a marketplace of the EU endpoint' : `${unkept.name} sells in ${unkept.currency}, which the hub keeps no prices in; it keeps ${CURRENCIES.join(', ')}`;
}

export type AmazonCredentials = z.output<typeof credentialsSchema>;
export type AmazonContext = ConnectorContext<AmazonCredentials>;
