import { composeSchemaFolder } from '../../gateway/compose.js';

export async function compose({ check = false }: { check?: boolean }): Promise<void> {
  const { stale, breakingChanges } = await composeSchemaFolder({ check });
  if (breakingChanges.length > 0) console.log(`Breaking changes against the committed supergraph:\n${breakingChanges.map((change) => `  ${change}`).join('\n')}`);
  if (!stale) console.log('schema/supergraph.graphql is up to date');
  else if (check) throw new Error('schema/supergraph.graphql is stale: run `npm run hub -- compose` and commit it');
  else console.log('schema/supergraph.graphql written');
}
