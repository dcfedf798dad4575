import { streamOf } from '../cursors.js';
import { CommandError } from '../errors.js';
import { runPipeline } from '../aggregate/run-pipeline.js';
import { isDoc, type Doc } from '../values/bson-type.js';
import { typedToPlain } from '../values/codec.js';
import { cursorOptions, firstBatch } from './batches.js';
import { documentArgument, refuseCollation, type Command, wrongType } from './command.js';
import { explainRequest } from './explain.js';
import { hintOf } from './find.js';

export const aggregate: Command = {
  fields: ['pipeline', 'cursor', 'allowDiskUse', 'bypassDocumentValidation', 'hint', 'let', 'collation', 'explain'],
  async run(input) {
    const { engine, database, body, deadline } = input;
    refuseCollation(body);
    const { pipeline } = body;
    const target = body['aggregate'];
    if (!Array.isArray(pipeline)) throw wrongType('pipeline', pipeline, 'array');
    if (!pipeline.every(isDoc)) throw new CommandError('TypeMismatch', 'Each element of the \'pipeline\' array must be an object');
    if (body['explain'] === true) return explainRequest(input, false);
    if (!('cursor' in body)) throw new CommandError('FailedToParse', "The 'cursor' option is required, except for aggregate with the explain argument");
    const collection = typeof target === 'string' ? target : undefined;
    const variables = typedToPlain(documentArgument(body, 'let')) as Doc;
    const documents = await runPipeline({ engine, deadline, database, variables, ...hintOf(body) }, collection, pipeline);
    return firstBatch(input, collection ?? '$cmd.aggregate', streamOf(documents), cursorOptions(body));
  },
};
