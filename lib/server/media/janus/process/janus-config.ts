import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface JanusConfigOptions {
  /** Addresses or interfaces that media is taken at; empty: all. */
  readonly mediaAddresses: readonly string[];
  /** What clients are told instead; undefined: the addresses themselves. */
  readonly publicAddress: string | undefined;
  /** UDP ports for media, undefined: any. */
  readonly mediaPorts: { readonly first: number; readonly last: number } | undefined;
  /** How long Janus keeps a session without a socket, milliseconds. */
  readonly reclaimMs: number;
}

/** What Janus brings with it and this server has no use for. Only what is used can be attacked. */
const unusedPlugins = [
  ...['audiobridge', 'duktape', 'echotest', 'lua', 'nosip', 'recordplay', 'sip', 'streaming'],
  ...['textroom', 'videocall', 'voicemail'],
];
const unusedTransports = ['http', 'mqtt', 'nanomsg', 'pfunix', 'rabbitmq'];
const unusedLoggers = ['jsonlog'];

/** A folder with the configuration of one Janus process. Nobody but this user can look into it. */
export interface JanusConfig {
  readonly folder: string;
  readonly arguments: readonly string[];
  /** Where its WebSocket is: a socket in the folder, so that no port has to be free and nobody else can connect. */
  readonly address: string;
  readonly apiSecret: string;
  remove(): Promise<void>;
}

export async function writeJanusConfig(options: JanusConfigOptions): Promise<JanusConfig> {
  const folder = await mkdtemp(join(tmpdir(), 'webrtc-session-janus-'));
  const [file, socket, apiSecret] = [join(folder, 'janus.jcfg'), join(folder, 'ws'), randomUUID()];
  await writeFile(file, mainConfig(folder, apiSecret, options), { mode: 0o600 });
  await writeFile(join(folder, 'janus.transport.websockets.jcfg'), webSocketConfig(socket));
  await writeFile(join(folder, 'janus.plugin.videoroom.jcfg'), 'general: { }\n');
  return {
    folder,
    arguments: ['--configs-folder', folder, '--config', file],
    address: `ws+unix:${socket}:/`,
    apiSecret,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function mainConfig(
  folder: string,
  apiSecret: string,
  { mediaAddresses, publicAddress, mediaPorts, reclaimMs }: JanusConfigOptions,
): string {
  const media = {
    ipv6: mediaAddresses.length === 0 || mediaAddresses.some((address) => address.includes(':')),
    ...(mediaPorts && { rtp_port_range: `${mediaPorts.first}-${mediaPorts.last}` }),
  };
  const nat = {
    // Names are not looked up for clients.
    ignore_mdns: true,
    ...(mediaAddresses.length > 0 && { ice_enforce_list: mediaAddresses.join(',') }),
    ...(publicAddress !== undefined && { nat_1_1_mapping: publicAddress }),
  };
  const general = {
    configs_folder: folder,
    api_secret: apiSecret,
    reclaim_session_timeout: Math.ceil(reclaimMs / 1000),
    debug_level: 3,
    debug_colors: false,
    hide_dependencies: true,
  };
  return [
    section('general', general),
    section('media', media),
    section('nat', nat),
    section('plugins', { disable: libraries(unusedPlugins) }),
    section('transports', { disable: libraries(unusedTransports) }),
    section('loggers', { disable: libraries(unusedLoggers) }),
  ].join('');
}

function webSocketConfig(socket: string): string {
  return (
    section('general', { json: 'compact', ws: true, ws_unix: socket, wss: false }) +
    section('admin', { admin_ws: false, admin_wss: false })
  );
}

function libraries(names: readonly string[]): string {
  return names.map((name) => `libjanus_${name}.so`).join(',');
}

/** As libconfig has it. Texts are checked before, or made here: there is nothing to escape in them. */
function section(name: string, entries: Readonly<Record<string, string | number | boolean>>) {
  const lines = Object.entries(entries).map(([key, value]) => {
    return `  ${key} = ${typeof value === 'string' ? JSON.stringify(value) : value}\n`;
  });
  return `${name}: {\n${lines.join('')}}\n`;
}
