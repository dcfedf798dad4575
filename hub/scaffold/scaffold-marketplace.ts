import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigError } from '../config.js';

/** Folder of a repository that gets a new marketplace, and the marketplace's name as its folder has it: `zalando`. */
export interface Scaffold {
  readonly root: string;
  readonly name: string;
}

interface Insertion {
  readonly file: string;
  /** What stands right behind the new text. */
  readonly before: RegExp;
  readonly text: string;
}

const TEMPLATES = 'hub/scaffold/templates';

/**
 * Makes the folder of a new marketplace, with the contract suite wired to a connector that refuses whatever is not written
 * yet, and names the marketplace in the lists that must know it. Throws ConfigError, having written nothing, when the name
 * is taken or no name for a folder, or when a list is not found where it was.
 */
export function scaffoldMarketplace({ root, name }: Scaffold): readonly string[] {
  if (!/^[a-z][a-z0-9]{1,19}$/.test(name)) throw new ConfigError(`'${name}' is no name for a marketplace: 2 to 20 lower-case letters and digits, a letter first`);
  if (existsSync(join(root, 'subgraphs', name))) throw new ConfigError(`subgraphs/${name} is there already`);
  const files = [...filesOf(root, name), ...insertedInto(root, insertionsFor(name))];
  for (const { path, text } of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return files.map(({ path }) => path);
}

interface WrittenFile {
  readonly path: string;
  readonly text: string;
}

function filesOf(root: string, name: string): WrittenFile[] {
  const templates = readdirSync(join(root, TEMPLATES), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return templates.map((entry) => {
    const template = join(entry.parentPath, entry.name);
    const below = template.slice(join(root, TEMPLATES).length + 1).replace(/\.txt$/, '').replace('NAME', name);
    return { path: below === 'schema.graphql' ? `schema/${name}.graphql` : `subgraphs/${name}/${below}`, text: named(readFileSync(template, 'utf8'), name) };
  });
}

function named(text: string, name: string): string {
  return text.replaceAll('{{name}}', name).replaceAll('{{Name}}', pascal(name)).replaceAll('{{NAME}}', name.toUpperCase());
}

function pascal(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Anchored at the ends of the lists, so that names stay in the order in which they came. */
function insertionsFor(name: string): Insertion[] {
  const [Name, NAME] = [pascal(name), name.toUpperCase()];
  return [
    { file: 'subgraphs/stores/domain/marketplace.ts', before: /\] as const;/, text: `, '${NAME}'` },
    { file: 'schema/common.graphql', before: /(?<=enum Marketplace \{[^}]*)\}/, text: `  "${Name}."\n  ${NAME}\n` },
    { file: 'subgraphs/stores/domain/webhook-address.ts', before: / \};/, text: `, ${NAME}: '${name.slice(0, 3)}'` },
    { file: 'eslint.config.js', before: /(?<=const marketplaces = \[[^\]]*)\]/, text: `, '${name}'` },
    { file: 'hub/marketplaces.ts', before: /\n\ninterface MarketplaceParts/, text: `\nimport { create${Name}, create${Name}Connector } from '../subgraphs/${name}/index.js';` },
    { file: 'hub/marketplaces.ts', before: /(?<=MarketplaceParts\[\] = \[[^\]]*)\];/, text: `  { createConnector: create${Name}Connector, createSubgraph: create${Name} },\n` },
    { file: 'docker-compose.yml', before: /\n\n {2}worker:/, text: `\n  ${name}: { <<: *subgraph, command: [subgraph, ${name}] }` },
    { file: 'test/support/many-machines.ts', before: /(?<=const NOT_STARTED = \[[^\]]*)\]/, text: `, '${name}'` },
  ];
}

/** Each insertion into a file goes into what those before it have made of the file. */
function insertedInto(root: string, insertions: readonly Insertion[]): WrittenFile[] {
  const texts = new Map<string, string>();
  for (const { file, before, text } of insertions) {
    const content = texts.get(file) ?? readFileSync(join(root, file), 'utf8');
    const at = content.search(before);
    if (at < 0) throw new ConfigError(`${file} has no place for the new marketplace any more: see docs/adding-a-marketplace.md for what to add by hand`);
    texts.set(file, content.slice(0, at) + text + content.slice(at));
  }
  return [...texts].map(([path, text]) => ({ path, text }));
}
