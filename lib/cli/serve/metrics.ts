import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { isIP, type AddressInfo } from 'node:net';
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { SessionServer } from '../../server/index.js';
import { CommandError, messageOf, UsageError } from '../command-error.js';

interface Address {
  readonly host: string;
  readonly port: number;
}

/** Metrics in Prometheus' text format, on an address of their own: they are not for everybody who may join a session. */
export class MetricsServer implements AsyncDisposable {
  readonly url: string;
  readonly #http: Server;

  private constructor(http: Server, { host }: Address) {
    this.#http = http;
    const { port } = http.address() as AddressInfo;
    this.url = `http://${host.includes(':') ? `[${host}]` : host}:${port}/metrics`;
  }

  /** @throws UsageError if `where` is not an address. @throws CommandError if it cannot be listened on. */
  static async start(server: SessionServer, where: string): Promise<MetricsServer> {
    const address = parseAddress(where);
    const registry = new Registry();
    // Event-loop lag, memory, processor time, descriptors.
    collectDefaultMetrics({ register: registry });
    countEvents(server, registry);
    const http = createServer((request, response) => {
      if (request.method !== 'GET' || request.url !== '/metrics') {
        response.writeHead(404).end();
        return;
      }
      void registry.metrics().then(
        (text) => response.writeHead(200, { 'Content-Type': registry.contentType }).end(text),
        // A figure that cannot be had must not end the session server.
        () => response.writeHead(500).end(),
      );
    });
    http.listen(address.port, address.host);
    try {
      await once(http, 'listening');
    } catch (error) {
      throw new CommandError(`--metrics ${where}: ${messageOf(error)}`);
    }
    return new MetricsServer(http, address);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#http, 'close');
    this.#http.close();
    this.#http.closeAllConnections();
    await closed;
  }
}

/** `ADDRESS:PORT`, IPv6 in brackets. */
function parseAddress(where: string): Address {
  const at = where.lastIndexOf(':');
  const host = where.slice(0, Math.max(at, 0)).replace(/^\[(.*)\]$/, '$1');
  const port = /^\d{1,5}$/.test(where.slice(at + 1)) ? Number(where.slice(at + 1)) : Infinity;
  if (isIP(host) === 0 || port > 65_535) {
    throw new UsageError(`--metrics must be ADDRESS:PORT, such as 127.0.0.1:9100, got ${where}`);
  }
  return { host, port };
}

function countEvents({ events }: SessionServer, registry: Registry): void {
  const registers = [registry];
  const gauge = (name: string, help: string): Gauge => new Gauge({ name, help, registers });
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
    new Counter({ name, help, labelNames, registers });

  const sessions = gauge('webrtc_session_sessions', 'Sessions with at least one connection');
  const connections = gauge('webrtc_session_connections', 'Connections that have joined a session');
  const streams = gauge('webrtc_session_streams', 'Published streams');
  const joined = counter('webrtc_session_connections_total', 'Connections that have joined');
  const left = counter('webrtc_session_connections_ended_total', 'Connections that ended', [
    'reason',
  ]);
  const published = counter('webrtc_session_streams_total', 'Streams that were published');
  const unpublished = counter('webrtc_session_streams_ended_total', 'Streams that ended', [
    'reason',
  ]);
  const signals = counter('webrtc_session_signals_total', 'Signals that were accepted');

  const members = new Map<string, number>();
  const change = (sessionId: string, by: 1 | -1): void => {
    const count = (members.get(sessionId) ?? 0) + by;
    if (count > 0) members.set(sessionId, count);
    else members.delete(sessionId);
    sessions.set(members.size);
    connections.inc(by);
  };
  events.on('connectionCreated', ({ sessionId }) => {
    change(sessionId, 1);
    joined.inc();
  });
  events.on('connectionDestroyed', ({ sessionId, reason }) => {
    change(sessionId, -1);
    left.inc({ reason });
  });
  events.on('streamCreated', () => {
    streams.inc();
    published.inc();
  });
  events.on('streamDestroyed', ({ reason }) => {
    streams.dec();
    unpublished.inc({ reason });
  });
  events.on('signal', () => {
    signals.inc();
  });
}
