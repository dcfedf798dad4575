import { z } from 'zod';
import { SITES } from './sites.js';

const id = (meaning: string) => z.string().min(1).optional().describe(meaning);

/** A day such as `2026-11-22`, or a moment; a Date, so that nothing that looks like it is taken for a secret. */
const day = z.union([z.iso.date(), z.iso.datetime({ offset: true })]).transform((moment) => new Date(moment));

/** What a store needs to be called. One keyset of the seller's own, and the consent the seller gave it. */
export const credentialsSchema = z.object({
  clientId: z.string().min(1).describe('App ID (Client ID) of the keyset'),
  clientSecret: z.string().min(1).describe('Cert ID (Client Secret) of the keyset'),
  refreshToken: z.string().min(1).describe("The seller's refresh token for this keyset; lives about 18 months"),
  consentGivenOn: day.optional().describe('Day the seller gave the consent the refresh token stands for; with it the store warns before the token ends. Example: 2026-11-22'),
  marketplaceId: z.enum(SITES).default('EBAY_DE').describe("The eBay site to sell on; the store's currency is that of the site"),
  merchantLocationKey: id('Where the goods are; the first enabled location without it'),
  fulfillmentPolicyId: id('Shipping policy of new offers; the first of the account without it'),
  paymentPolicyId: id('Payment policy of new offers; the first of the account without it'),
  returnPolicyId: id('Return policy of new offers; the first of the account without it'),
  signingKeyJwe: id('Public signing key (JWE) from the Key Management API; for sellers in the EU and the UK, whose refunds and cancellations must be signed'),
  signingPrivateKey: id('Private ED25519 or RSA signing key that belongs to it: PKCS#8, PEM or its base64 alone'),
  alertEmail: z.email().optional().describe('Where eBay writes to when notifications cannot be delivered; needed for webhooks'),
});
export type EbayCredentials = z.output<typeof credentialsSchema>;
