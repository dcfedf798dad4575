/** JSON has no line breaks of its own, so none of its lines can be taken for the end of the part. */
const BOUNDARY = '----marketplace-hub-file';

export interface RequestBody {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What a call carries, as it is sent and as a dry run shows it: JSON, or a form whose field `file` is a JSON file. Pure. */
export function requestBody({ json, file }: { readonly json?: unknown; readonly file?: unknown }): RequestBody {
  if (file !== undefined) return form(JSON.stringify(file));
  return json === undefined ? { headers: {} } : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(json) };
}

function form(content: string): RequestBody {
  const lines = [`--${BOUNDARY}`, 'Content-Disposition: form-data; name="file"; filename="products.json"', 'Content-Type: application/json', '', content, `--${BOUNDARY}--`, ''];
  return { headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` }, body: lines.join('\r\n') };
}
