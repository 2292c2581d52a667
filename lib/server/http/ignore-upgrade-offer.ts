import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { status } from '../../protocol/index.js';
import { rejectUpgrade } from '../messaging/reject-upgrade.js';
import type { Pipelines } from './pipelines.js';

/** Headers of the offer, and that which names them. */
const offer: ReadonlySet<string> = new Set(['connection', 'upgrade', 'http2-settings']);

export function offersWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket';
}

/**
 * Serves a request that offers another protocol as if it had not, as RFC 9110 (section 7.8) asks for: Java's HTTP client
 * and curl offer HTTP/2, Apache's offers TLS. Node has taken such a request from its parser and gives it back in parts, so
 * it is put together again without the offer. One that comes while another request is unanswered is refused: no client
 * does that, and a pipeline of offers would be read again from each of them on.
 */
export function ignoreUpgradeOffer(
  server: Server,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  pipelines: Pipelines,
): void {
  if (pipelines.isBusy(request.socket)) {
    rejectUpgrade(socket, status.badRequest);
    return;
  }
  const { method = 'GET', url = '/', httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const [name = '', value = ''] = rawHeaders.slice(i, i + 2);
    if (!offer.has(name.toLowerCase())) lines.push(`${name}: ${value}`);
  }
  // Header bytes come as Latin-1.
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  server.emit(socket instanceof TLSSocket ? 'secureConnection' : 'connection', socket);
}
