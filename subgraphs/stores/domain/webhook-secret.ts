import { randomBytes } from 'node:crypto';

/** 43 characters of letters, digits, `_` and `-`, which every marketplace takes. */
export function newWebhookSecret(): string {
  return randomBytes(32).toString('base64url');
}
