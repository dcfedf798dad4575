/** What a JSON value can be; numbers are one kind, whatever their digits. */
export type JsonKind = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

/** Which kinds of value stand at each path of a body: `$.content[].lines[].price` → number. No values, so no buyers' data. */
export type Shape = ReadonlyMap<string, ReadonlySet<JsonKind>>;

const MOST_PATHS = 1_000;
const DEEPEST = 12;
/** An object with more fields than this is a table whose keys are data. */
const MOST_FIELDS = 80;
const LARGEST_BODY_BYTES = 4 * 1024 * 1024;

/** The shape of a JSON body; null for one that is empty, too large or not JSON. Keys that are data (ids, SKUs, addresses) become `*`. */
export function shapeOf(body: Buffer): Shape | null {
  if (body.length === 0 || body.length > LARGEST_BODY_BYTES) return null;
  const value = parsed(body);
  if (typeof value !== 'object' || value === null) return null;
  const shape = new Map<string, Set<JsonKind>>();
  collect(shape, '$', value, 0);
  return shape;
}

/** The path of the value that holds this one; null for the body itself. */
export function parentOf(path: string): string | null {
  if (path === '$') return null;
  return path.endsWith('[]') ? path.slice(0, -2) : path.slice(0, path.lastIndexOf('.'));
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}

function collect(shape: Map<string, Set<JsonKind>>, path: string, value: unknown, depth: number): void {
  const kinds = shape.get(path);
  if (kinds) kinds.add(kindOf(value));
  else if (shape.size < MOST_PATHS) shape.set(path, new Set([kindOf(value)]));
  if (depth >= DEEPEST) return;
  if (Array.isArray(value)) for (const item of value) collect(shape, `${path}[]`, item, depth + 1);
  else if (typeof value === 'object' && value !== null) collectFields(shape, path, Object.entries(value), depth);
}

function collectFields(shape: Map<string, Set<JsonKind>>, path: string, fields: readonly [string, unknown][], depth: number): void {
  const isTable = fields.length > MOST_FIELDS || (fields.length > 0 && fields.every(([key]) => isData(key)));
  for (const [key, value] of fields) collect(shape, `${path}.${isTable || isData(key) ? '*' : key.replaceAll('.', '·')}`, value, depth + 1);
}

/** Field names are words; what carries digits in a row, spaces or an at sign is somebody's data. */
function isData(key: string): boolean {
  return key.length > 60 || /\d{3,}|[\s@]|^\d/u.test(key);
}

function kindOf(value: unknown): JsonKind {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value as 'boolean' | 'number' | 'string' | 'object';
}
