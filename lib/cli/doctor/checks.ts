import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { get as getSecurely } from 'node:https';
import { networkInterfaces } from 'node:os';
import { Context, nativeVersions } from '../../index.js';
import { messageOf } from '../command-error.js';

/** One thing that a call needs. */
export interface Finding {
  readonly what: string;
  readonly ok: boolean;
  /** What was found; if it is not well, what to do. */
  readonly says: string;
}

/** Clocks further apart make tokens expire early, or be not yet good. */
const clockToleranceMs = 30_000;
const serverTimeoutMs = 5000;

/** Looks at everything; a check that fails does not keep the others from being made. */
export async function examine(url: string | undefined): Promise<Finding[]> {
  const checks: readonly [string, () => string | Promise<string>][] = [
    ['binary', binary],
    ['media engine', engine],
    ['UDP', udp],
    ['network', network],
    ...(url === undefined
      ? []
      : [['server', () => server(url)] satisfies [string, () => Promise<string>]]),
  ];
  const findings: Finding[] = [
    {
      what: 'Node',
      ok: true,
      says: `${process.versions.node}, ${process.platform} ${process.arch}`,
    },
  ];
  for (const [what, check] of checks) {
    try {
      findings.push({ what, ok: true, says: await check() });
    } catch (error) {
      findings.push({ what, ok: false, says: messageOf(error) });
    }
  }
  return findings;
}

function binary(): string {
  return `loads, libwebrtc ${nativeVersions()['libwebrtc'] ?? 'of an unknown version'}`;
}

async function engine(): Promise<string> {
  using context = new Context();
  const { devices } = context;
  const [screens, cameras, microphones] = await Promise.all([
    devices.listScreens(),
    devices.listCameras(),
    devices.listMicrophones(),
  ]);
  return `starts; screens ${screens.length}, cameras ${cameras.length}, microphones ${microphones.length}`;
}

async function udp(): Promise<string> {
  const socket = createSocket('udp4');
  try {
    const received = once(socket, 'message', { signal: AbortSignal.timeout(1000) });
    socket.bind(0, '127.0.0.1', () => {
      socket.send('ping', socket.address().port, '127.0.0.1');
    });
    await received;
    return 'packets arrive on this machine';
  } catch (cause) {
    throw new Error('no packet arrives on this machine: a firewall or sandbox blocks UDP', {
      cause,
    });
  } finally {
    socket.close();
  }
}

function network(): string {
  const all = Object.values(networkInterfaces()).flat();
  const addresses = all.flatMap((entry) => (entry?.internal === false ? entry.address : []));
  if (addresses.length > 0) return `addresses ${addresses.join(', ')}`;
  throw new Error("no address but loopback: calls need iceConfig: { networks: 'loopback' }");
}

/** By `node:http`, as clients do it: the global `fetch` does not work under Wine. */
async function answerOf(address: URL, signal: AbortSignal): Promise<IncomingMessage> {
  const request = (address.protocol === 'https:' ? getSecurely : get)(address, { signal });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.resume();
  return response;
}

async function server(url: string): Promise<string> {
  const address = new URL('/health', url);
  let response: IncomingMessage;
  try {
    const signal = AbortSignal.timeout(serverTimeoutMs);
    response = await answerOf(address, signal);
  } catch (cause) {
    throw new Error(`${url} does not answer: check the address, the proxy and the firewall`, {
      cause,
    });
  }
  const { statusCode = 0 } = response;
  if (statusCode !== 200)
    throw new Error(`${address.href} answers ${statusCode}: no session server?`);
  const date = Date.parse(response.headers.date ?? '');
  const apartMs = Math.abs(Date.now() - date);
  if (apartMs > clockToleranceMs) {
    throw new Error(`its clock and this one are ${Math.round(apartMs / 1000)} s apart: set them`);
  }
  return `${url} answers, and its clock is right`;
}
