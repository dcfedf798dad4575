import type { TcpProxy } from '../../../support/tcp-proxy.js';
import type { Line, Stage } from '../stage.js';

export function lineOf(stage: Stage, name: Line): TcpProxy {
  const proxy = stage.lines[name];
  if (!proxy) throw new Error(`nothing stands before ${name}`);
  return proxy;
}
