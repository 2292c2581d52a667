import { mkdir } from 'node:fs/promises';
import net from 'node:net';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startDaemon } from './daemon.mjs';
import { removeTree } from './remove-tree.mjs';

/** Names of the endpoints, as WASAPI lists them. */
export const endpointNames = { loudspeaker: 'Test Loudspeaker', microphone: 'Test Microphone' };

/**
 * Starts a sound card without sound: a PulseAudio server with a loudspeaker and a microphone. What is
 * played on the sink `loudspeaker` can be recorded from `loudspeaker.monitor`; the microphone
 * `microphone` hears what is played on the sink `wire`.
 *
 * @param {string} folder For its socket and its state. Is emptied first: the server of a run that was killed may still
 *   listen there.
 * @param {{ log: string }} options
 * @returns {Promise<{ server: string, stop: () => Promise<void> }>} `server` is for the variable
 *   PULSE_SERVER.
 */
export async function startSoundCard(folder, { log }) {
  await removeTree(folder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const socket = path.join(folder, 'socket');
  const modules = [
    `module-native-protocol-unix socket=${socket} auth-anonymous=1`,
    `module-null-sink sink_name=loudspeaker rate=48000 ${describe('sink', endpointNames.loudspeaker)}`,
    `module-null-sink sink_name=wire rate=48000 ${describe('sink', 'Wire')}`,
    `module-virtual-source source_name=microphone master=wire.monitor ${describe('source', endpointNames.microphone)}`,
  ];
  const command = ['pulseaudio', '-n', '--daemonize=no', '--use-pid-file=no'];
  command.push('--exit-idle-time=-1', ...modules.flatMap((module) => ['-L', module]));
  const { stop } = await startDaemon(command, {
    step: 'sound card: start',
    log,
    env: { HOME: folder, XDG_RUNTIME_DIR: folder },
    ready: (_, aborted) => listening(socket, aborted),
  });
  return { server: `unix:${socket}`, stop };
}

/**
 * @param {'sink' | 'source'} kind
 * @param {string} name
 */
function describe(kind, name) {
  return `${kind}_properties="device.description='${name}'"`;
}

/**
 * Resolves as soon as something listens on a socket, which nobody tells of.
 *
 * @param {string} socket
 * @param {AbortSignal} aborted
 */
async function listening(socket, aborted) {
  for (;;) {
    const connection = net.connect(socket);
    try {
      await once(connection, 'connect');
      return;
    } catch {
      await delay(50, undefined, { signal: aborted });
    } finally {
      connection.destroy();
    }
  }
}
