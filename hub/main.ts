#!/usr/bin/env node
import { Command } from 'commander';
import type { GatewayCommand } from './commands/gateway.js';
import type { ImportCommand } from './commands/import.js';
import type { MappingsExport, MappingsImport } from './commands/mappings.js';
import { ConfigError, describeConfig, readConfig, type Config } from './config.js';

const program = new Command('hub')
  .description('One GraphQL API in front of a seller\'s marketplaces.')
  .addHelpText('after', () => `\nEnvironment:\n${describeConfig().map((line) => `  ${line}`).join('\n')}`)
  .showHelpAfterError();

program
  .command('start')
  .description('everything on this machine: gateway, subgraphs, worker, embedded servers, sandboxes with a demo seller')
  .action(() => run(async (config) => (await import('./commands/start.js')).start(config)));

program
  .command('gateway')
  .description('the gateway on its own')
  .option('--supergraph <file>', 'serve this supergraph; its subgraphs speak HTTP')
  .option('--port <number>', 'port to listen on (PORT)', Number)
  .option('--open', 'ask for no key; loopback only')
  .action((options: GatewayCommand) => run(async (config) => (await import('./commands/gateway.js')).gateway(config, options)));

program
  .command('subgraph <name>')
  .description('one subgraph over HTTP, named as its folder: stores, catalog, orders, sync or a marketplace')
  .action((name: string) => run(async (config) => (await import('./commands/subgraph.js')).subgraph(config, name)));

program
  .command('worker')
  .description('the worker: sends, polls, takes in orders; any number of them')
  .action(() => run(async (config) => (await import('./commands/worker.js')).worker(config)));

program
  .command('sandbox')
  .description('the marketplace sandboxes, one port each from HUB_SANDBOX_PORT on')
  .action(() => run(async (config) => (await import('./commands/sandbox.js')).sandbox(config)));

program
  .command('demo <url>')
  .description('fill the demo seller of the hub that runs here and answers at this URL; hub start does so by itself')
  .action((url: string) => run(async (config) => (await import('./commands/demo.js')).demo(config, url)));

program
  .command('mongo')
  .description('the embedded MongoDB-compatible server on its own')
  .requiredOption('--port <number>', 'port to listen on; 0 takes a free one', Number)
  .requiredOption('--data <dir>', 'folder of the data')
  .action((options: { port: number; data: string }) => run(async () => (await import('./commands/mongo.js')).mongo(options)));

program
  .command('compose')
  .description('compose schema/*.graphql into schema/supergraph.graphql')
  .option('--check', 'change nothing; fail when the committed supergraph is stale, and print breaking changes')
  .action((options: { check?: true }) => run(async () => (await import('./commands/compose.js')).compose(options)));

program
  .command('capabilities')
  .description('write what each marketplace can do through the hub into the table of README.md')
  .action(() => run(async () => (await import('./commands/capabilities.js')).capabilities()));

program
  .command('import <file>')
  .description('import a Shopify product export (CSV) for a seller')
  .option('--seller <id>', 'the seller; the demo seller by default')
  .option('--currency <code>', 'currency of its prices', 'TRY')
  .option('--keep-stock', 'leave the stock of variants that exist as it is')
  .option('--dry-run', 'say what would change, change nothing')
  .action((file: string, options: ImportCommand) => run(async (config) => (await import('./commands/import.js')).importProducts(config, file, options)));

program
  .command('scaffold')
  .description('make the first files of something new')
  .command('marketplace <name>')
  .description('a new marketplace: its folder, with the contract suite wired and failing, named in every list')
  .action((name: string) => run(async () => (await import('./commands/scaffold.js')).scaffold(name)));

const mappings = program.command('mappings').description('mappings of categories and attributes to the marketplaces, as a file (CSV)');
mappings
  .command('export <file>')
  .description('write a seller\'s mappings to a file')
  .option('--seller <id>', 'the seller; the demo seller by default')
  .option('--semicolons', 'between cells, as spreadsheets set to Turkish, Russian or German want them')
  .action((file: string, options: MappingsExport) => run(async (config) => (await import('./commands/mappings.js')).exportMappings(config, file, options)));
mappings
  .command('import <file>')
  .description('bring a seller\'s mappings to what a file says; those it does not name stay')
  .option('--seller <id>', 'the seller; the demo seller by default')
  .option('--dry-run', 'say what would change, change nothing')
  .action((file: string, options: MappingsImport) => run(async (config) => (await import('./commands/mappings.js')).importMappings(config, file, options)));

const key = program.command('key').description('API keys');
key
  .command('create')
  .description('make a key; it is shown once, only its hash is kept')
  .requiredOption('--seller <id>', 'the seller the key acts for')
  .requiredOption('--scopes <list>', 'scopes separated by commas, or "all"')
  .option('--expires-in-days <number>', 'days until it stops working; never by default', Number)
  .action((options: { seller: string; scopes: string; expiresInDays?: number }) => run(async (config) => (await import('./commands/key-create.js')).createKey(config, options)));

await program.parseAsync();

/** Reads the configuration, runs a command and turns what a person can mend into one line instead of a stack. */
async function run(command: (config: Config) => Promise<void>): Promise<void> {
  try {
    await command(readConfig(process.env));
  } catch (error) {
    if (!(error instanceof ConfigError) && process.env['LOG_LEVEL'] === 'debug') console.error(error);
    console.error(`hub: ${error instanceof Error ? error.message : String(error)}`);
    // A command that failed half-way has connections open that nobody knows of any more, and would never end by itself.
    process.exit(1);
  }
}
