/** Where a gateway on its own finds each subgraph: one address with `{name}` in it, or `name=url` for each, separated by commas. */
export type SubgraphAddresses = (name: string) => string;

/** Throws an Error that names the subgraph when the text has no address for it. */
export function subgraphAddresses(text: string): SubgraphAddresses {
  if (text.includes(PLACEHOLDER)) return (name) => text.replaceAll(PLACEHOLDER, name);
  const named = new Map(entriesOf(text));
  return (name) => {
    const url = named.get(name);
    if (url === undefined) throw new Error(`HUB_SUBGRAPH_URLS has no address for the subgraph '${name}'`);
    return url;
  };
}

export function areSubgraphAddresses(text: string): boolean {
  const urls = text.includes(PLACEHOLDER) ? [text.replaceAll(PLACEHOLDER, 'name')] : entriesOf(text).map(([, url]) => url);
  return urls.every((url) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol));
}

const PLACEHOLDER = '{name}';

function entriesOf(text: string): [name: string, url: string][] {
  return text.split(',').map((entry) => {
    const [name = '', ...url] = entry.trim().split('=');
    return [name, url.join('=')];
  });
}
