import { capabilitiesOf, type Connector } from '../subgraphs/sync/connector/contract.js';
import type { ConnectorRegistry } from '../subgraphs/sync/connector/store-access.js';

/** What each capability is, in the order of the table's rows. */
const MEANING: Readonly<Record<string, string>> = {
  offers: 'prices and quantities, read back',
  orders: 'orders, acceptance, shipping, cancelling',
  content: 'publishing and withdrawing listings',
  catalogue: 'categories, attributes, brands',
  webhooks: 'news by webhook',
  notifications: 'news by queue',
  splits: 'dividing packages',
  claims: 'returns and claims, read',
  buybox: 'rivals or buy box',
  fees: 'fees or commission',
};

/** Capability by marketplace as a table in Markdown, made of what the connectors declare. */
export function capabilityTable(registry: ConnectorRegistry): string {
  const connectors: readonly Connector[] = Object.values(registry);
  const names = [...new Set([...Object.keys(MEANING), ...connectors.flatMap(capabilitiesOf)])];
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    row(['', ...connectors.map(({ displayName }) => displayName)]),
    row(['---', ...connectors.map(() => '---')]),
    ...names.map((name) => row([MEANING[name] ?? name, ...connectors.map((connector) => (capabilitiesOf(connector).includes(name) ? 'yes' : 'no'))])),
  ].join('\n');
}

const PLACE = /(?<=<!-- capabilities -->\n)[^]*?(?=\n<!-- \/capabilities -->)/;

/** The README with the table between its marks; throws when it has none. */
export function withCapabilityTable(readme: string, table: string): string {
  if (!PLACE.test(readme)) throw new Error('the README has no <!-- capabilities --> to put the table in');
  return readme.replace(PLACE, () => table);
}
