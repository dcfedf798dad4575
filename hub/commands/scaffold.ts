import { cwd } from 'node:process';
import { scaffoldMarketplace } from '../scaffold/scaffold-marketplace.js';

export async function scaffold(name: string): Promise<void> {
  for (const file of scaffoldMarketplace({ root: cwd(), name })) console.log(`written  ${file}`);
  console.log(`
Next:
  npm run build && npm run hub -- compose && npm run hub -- capabilities && npm run jest -- dist/subgraphs/${name}
The contract suite now fails for everything that ${name} cannot do yet; docs/adding-a-marketplace.md walks through it.`);
}
