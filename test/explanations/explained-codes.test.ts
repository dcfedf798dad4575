import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CODE_GROUPS, explainedWords, type ExplanationKind } from '../../platform/explanations/explain.js';
import { SCHEMA_FOLDER } from '../../platform/subgraph/schema-files.js';
import { ALERT_KINDS } from '../../subgraphs/automation/alerts/domain/alert-rule.js';
import { ORDER_STATUSES } from '../../subgraphs/orders/domain/order.js';
import { RETURN_STATES } from '../../subgraphs/sync/connector/contract.js';
import { ERROR_POLICIES } from '../../subgraphs/sync/domain/error-policies.js';

const ROOT = dirname(SCHEMA_FOLDER);
const CATALOGUE = join(ROOT, 'platform/explanations');

describe('every word the hub uses for a state or for trouble', () => {
  // A code of an issue, a pause or a user error that the catalogue lacks does not compile: see `ExplainedCode`.
  it.each<[ExplanationKind, readonly string[], string]>([
    ['ORDER_STATUS', ORDER_STATUSES, 'order-statuses.ts'],
    ['RETURN_STATE', RETURN_STATES, 'return-states.ts'],
    ['ALERT', ALERT_KINDS, 'alert-kinds.ts'],
  ])('is explained, and nothing else is: %s', (kind, words, file) => {
    expect({ missing: words.filter((word) => !explainedWords(kind).includes(word)), addThemTo: `platform/explanations/${file}, with turn, en, tr and ru` }).toEqual({ missing: [], addThemTo: expect.any(String) });
    expect({ unused: explainedWords(kind).filter((word) => !words.includes(word)), removeThemFrom: `platform/explanations/${file}` }).toEqual({ unused: [], removeThemFrom: expect.any(String) });
  });

  it('is explained: classes of trouble', () => {
    const missing = Object.keys(ERROR_POLICIES).filter((word) => !(word in CODE_GROUPS.errorClasses));
    expect({ missing, addThemTo: 'platform/explanations/error-classes.ts, with turn, en, tr and ru' }).toEqual({ missing: [], addThemTo: expect.any(String) });
  });

  it('is the only thing that is explained', () => {
    const used = wordsInSources(['platform', 'gateway', 'subgraphs']);
    const unused = Object.entries(CODE_GROUPS).flatMap(([group, entries]) => Object.keys(entries).filter((code) => !used.has(code)).map((code) => `${code}: no source says it; remove it from ${group} in platform/explanations/`));
    expect(unused).toEqual([]);
  });

  it('stands in no schema that the catalogue does not know', () => {
    const known = new Set(explainedWords('CODE'));
    const strangers = readdirSync(SCHEMA_FOLDER).filter((name) => name.endsWith('.graphql') && name !== 'supergraph.graphql').flatMap((name) => documentedCodes(readFileSync(join(SCHEMA_FOLDER, name), 'utf8')).filter((code) => !known.has(code)).map((code) => `${code} of schema/${name} is in no file of platform/explanations/`));
    expect(strangers).toEqual([]);
  });
});

/** What stands in quotes or names a property in what runs: tests, test support, simulators and the catalogue itself do not count. */
function wordsInSources(folders: readonly string[]): ReadonlySet<string> {
  const texts = folders.flatMap((folder) => sourcesBelow(join(ROOT, folder))).map((file) => readFileSync(file, 'utf8'));
  return new Set(texts.flatMap((text) => [...text.matchAll(/['"]([A-Z][A-Z_]+)['"]|\b([A-Z][A-Z_]+):/g)].map(([, quoted, named]) => quoted ?? named ?? '')));
}

function sourcesBelow(folder: string): string[] {
  if (folder === CATALOGUE) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return ['testing', 'sandbox', 'fixtures'].includes(entry.name) ? [] : sourcesBelow(join(folder, entry.name));
    return entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts') ? [join(folder, entry.name)] : [];
  });
}

/** Codes named in descriptions after `Errors:`, `Code:` or `Codes:`. */
function documentedCodes(sdl: string): string[] {
  return [...sdl.matchAll(/\b(?:Errors?|Codes?):((?:[^."]|\.\w)*)/g)].flatMap(([, list = '']) => [...list.matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g)].map(([, code = '']) => code));
}
