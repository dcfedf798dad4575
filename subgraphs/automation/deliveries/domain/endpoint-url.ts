import { isIP } from 'node:net';

const LONGEST_URL = 2_048;
const THIS_MACHINE = ['127.0.0.1', 'localhost', '[::1]'];

export interface UrlRules {
  /** Whether a literal address may be called; names are judged when they are called. */
  readonly mayCall: (address: string) => boolean;
  /** Plain http is taken for this machine. */
  readonly isLocalAllowed: boolean;
}

/** Why an address cannot be an endpoint's, for people; null: it can. Whether a name leads to a public address shows only when it is called. */
export function faultOfUrl(text: string, { mayCall, isLocalAllowed }: UrlRules): string | null {
  if (text.length > LONGEST_URL || !URL.canParse(text)) return `it must be a whole address of at most ${LONGEST_URL} characters`;
  const url = new URL(text);
  const isLocal = THIS_MACHINE.includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal && isLocalAllowed)) return 'it must begin with https://';
  if (url.username !== '' || url.password !== '') return 'it must hold no user name and no password';
  if (url.hash !== '') return 'it must hold no part after #';
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  const isPrivate = isIP(literal) === 0 ? isLocalName(literal) && !isLocalAllowed : !mayCall(literal);
  return isPrivate ? 'it must be on the public internet' : null;
}

function isLocalName(name: string): boolean {
  return /(^|\.)(localhost|local|internal|home\.arpa)\.?$/.test(name) || !name.includes('.');
}
