import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * What happens to the bytes of every connection. `pass`: nothing. `delay`: each piece comes `ms` later, in order. `drip`:
 * `bytes` at a time, `ms` apart. `silent`: connections stay open and are accepted, nothing comes through, as when the other
 * machine has vanished. `refuse`: connections are cut, new ones at once.
 */
export type ProxyMode =
  | { readonly kind: 'pass' }
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'drip'; readonly bytes: number; readonly ms: number }
  | { readonly kind: 'silent' }
  | { readonly kind: 'refuse' };

/** Stands between a client and a server of this machine, and does to their connections what networks do. */
export interface TcpProxy {
  readonly port: number;
  /** From now on, for open and for new connections. What went silent is cut when that ends: its bytes are lost. */
  setMode(mode: ProxyMode): void;
  /** Cuts the next `count` connections that ask something which `isMeant`: `BEFORE` the server hears of it, or `AFTER` it has answered, the answer lost. */
  cutNext(when: 'BEFORE' | 'AFTER', count: number, isMeant?: (asked: Buffer) => boolean): void;
  /** How many of those have been cut so far. */
  cuts(): number;
  /** How often clients have said something so far. */
  asked(): number;
  /** What has gone wrong with it so far: connections refused or found nobody, questions left without an answer when theirs was cut, pieces swallowed or held up. */
  troubles(): number;
  /** Cuts every open connection; new ones may come at once. */
  cutAll(): void;
  stop(): Promise<void>;
}

interface Link {
  readonly client: Socket;
  readonly server: Socket;
  /** The client has said something and heard nothing since. */
  isAsking: boolean;
  /** Its next answer is lost and the connection with it. */
  answerIsLost: boolean;
  /** Something of it was swallowed: it cannot go on. */
  isBroken: boolean;
}

export async function startTcpProxy({ targetPort, port = 0 }: { targetPort: number; port?: number }): Promise<TcpProxy> {
  const links = new Set<Link>();
  let mode: ProxyMode = { kind: 'pass' };
  let planned: { readonly when: 'BEFORE' | 'AFTER'; readonly isMeant: (asked: Buffer) => boolean; left: number } | null = null;
  let cuts = 0;
  let asked = 0;
  let troubles = 0;

  const listener = createServer({ noDelay: true }, (client) => {
    if (mode.kind === 'refuse') {
      troubles += 1;
      client.destroy();
      return;
    }
    const link: Link = { client, server: connect({ port: targetPort, host: '127.0.0.1', noDelay: true }), isAsking: false, answerIsLost: false, isBroken: false };
    links.add(link);
    const left = (): void => endLink(link);
    const cut = (): void => cutLink(link);
    link.client.on('error', left).on('close', left);
    link.server.on('error', cut).on('close', cut);
    forward(link, link.client, link.server, onAsked);
    forward(link, link.server, link.client, onAnswered);
  });
  listener.listen(port, '127.0.0.1');
  await once(listener, 'listening');

  /** Not by the client's wish. */
  function cutLink(link: Link): void {
    if (links.has(link) && (link.isAsking || link.server.connecting || link.server.bytesRead === 0)) troubles += 1;
    endLink(link);
  }

  function endLink(link: Link): void {
    links.delete(link);
    link.client.destroy();
    link.server.destroy();
  }

  /** False when the bytes must not go on. */
  function onAsked(link: Link, bytes: Buffer): boolean {
    asked += 1;
    link.isAsking = true;
    if (planned === null || planned.left === 0 || link.answerIsLost || !planned.isMeant(bytes)) return true;
    planned.left -= 1;
    cuts += 1;
    if (planned.when === 'AFTER') {
      link.answerIsLost = true;
      return true;
    }
    cutLink(link);
    return false;
  }

  function onAnswered(link: Link): boolean {
    if (link.answerIsLost) {
      cutLink(link);
      return false;
    }
    link.isAsking = false;
    return true;
  }

  function forward(link: Link, from: Socket, to: Socket, mayPass: (link: Link, bytes: Buffer) => boolean): void {
    let sent: Promise<void> = Promise.resolve();
    from.on('data', (bytes) => {
      if (!mayPass(link, bytes)) return;
      from.pause();
      sent = sent.then(() => send(link, to, bytes)).then(() => void from.resume());
    });
  }

  async function send(link: Link, to: Socket, bytes: Buffer): Promise<void> {
    if (mode.kind !== 'pass') troubles += 1;
    if (mode.kind === 'silent') {
      link.isBroken = true;
      return;
    }
    if (mode.kind === 'delay') await pause(mode.ms);
    for (let start = 0; start < bytes.length; ) {
      // Asked anew for each piece: the network may get well in the middle of a message.
      const { size, ms } = pieces(bytes.length);
      if (ms > 0) await pause(ms);
      write(to, bytes.subarray(start, start + size));
      start += size;
    }
  }

  function pieces(whole: number): { size: number; ms: number } {
    return mode.kind === 'drip' ? { size: mode.bytes, ms: mode.ms } : { size: whole, ms: 0 };
  }

  return {
    port: (listener.address() as AddressInfo).port,
    setMode(next) {
      mode = next;
      for (const link of links) if (next.kind === 'refuse' || (next.kind !== 'silent' && link.isBroken)) cutLink(link);
    },
    cutNext(when, count, isMeant = () => true) {
      planned = { when, isMeant, left: count };
    },
    cuts: () => cuts,
    asked: () => asked,
    troubles: () => troubles,
    cutAll: () => links.forEach(cutLink),
    async stop() {
      listener.close();
      links.forEach(cutLink);
      await once(listener, 'close');
    },
  };
}

function write(to: Socket, bytes: Buffer): void {
  if (!to.destroyed) to.write(bytes);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
