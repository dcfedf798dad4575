export interface GraphiqlPageOptions {
  /** Put into the page's `Authorization` header: for the development key only, since whoever opens the page gets it. */
  key?: string | undefined;
  /** Shown as the first tab. */
  query?: string | undefined;
}

/** The page; subscriptions come as server-sent events, which carry the same headers as queries do. */
export function graphiqlPage({ key, query }: GraphiqlPageOptions, { isOpen }: { isOpen: boolean }): string {
  const headers = isOpen ? {} : { Authorization: `Bearer ${key ?? 'YOUR-KEY'}` };
  const settings = { headers, query: query ?? null };
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>marketplace-hub</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/graphiql/graphiql.css" />
    <style>body { margin: 0 } #graphiql { height: 100vh }</style>
  </head>
  <body>
    <div id="graphiql">Loading</div>
    <script src="/graphiql/react.js"></script>
    <script src="/graphiql/react-dom.js"></script>
    <script src="/graphiql/graphiql.js"></script>
    <script>const settings = ${JSON.stringify(settings).replaceAll('<', '\\u003c')};${CLIENT}</script>
  </body>
</html>`;
}

const CLIENT = `
async function* readEvents(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      text += value;
      const blocks = text.split('\\n\\n');
      text = blocks.pop();
      for (const block of blocks) {
        const event = /^event: ?(.*)$/m.exec(block)?.[1];
        const data = /^data: ?(.+)$/m.exec(block)?.[1];
        if (event === 'complete') return;
        if (event === 'next' && data) yield JSON.parse(data);
      }
    }
  } catch (error) {
    if (error.name !== 'AbortError') throw error;
  }
}
/** Stops at once, also while it waits for the next event. */
function stoppable(events, controller) {
  const stop = () => (controller.abort(), events.return());
  return { next: () => events.next(), return: stop, [Symbol.asyncIterator]() { return this; } };
}
async function fetcher({ query, variables, operationName }, { headers, documentAST }) {
  const operation = documentAST?.definitions.find((d) => d.kind === 'OperationDefinition' && (!operationName || d.name?.value === operationName));
  const accept = operation?.operation === 'subscription' ? 'text/event-stream' : 'application/json';
  const body = JSON.stringify({ query, variables, operationName });
  const controller = new AbortController();
  const response = await fetch('/graphql', { signal: controller.signal, method: 'POST', headers: { 'content-type': 'application/json', accept, ...settings.headers, ...headers }, body });
  return response.headers.get('content-type')?.startsWith('text/event-stream') ? stoppable(readEvents(response), controller) : response.json();
}
ReactDOM.createRoot(document.getElementById('graphiql')).render(
  React.createElement(GraphiQL, { fetcher, defaultHeaders: JSON.stringify(settings.headers, null, 2), defaultEditorToolsVisibility: 'headers', shouldPersistHeaders: false, ...(settings.query && { defaultQuery: settings.query }) }),
);
`;
