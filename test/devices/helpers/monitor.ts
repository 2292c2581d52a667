import { XConnection } from './x-connection.js';

const queryExtension = 98;
/** Requests of the RANDR extension. */
const getScreenResources = 8;
const setCrtcConfig = 21;

/** Switches the monitor of an X server off, as unplugging it does. */
export async function switchOff(display: string): Promise<void> {
  using server = await XConnection.open(display);
  const name = Buffer.from('RANDR');
  const extension = await server.ask(queryExtension, 0, [name.length], name);
  const randr = extension.readUInt8(9);
  const resources = await server.ask(randr, getScreenResources, [server.root]);
  const configuredAt = resources.readUInt32LE(12);
  const crtc = resources.readUInt32LE(32);
  const [now, origin, noMode, upright] = [0, 0, 0, 1];
  const fields = [crtc, now, configuredAt, origin, noMode, upright];
  const status = (await server.ask(randr, setCrtcConfig, fields)).readUInt8(1);
  if (status !== 0) throw new Error(`RANDR does not switch the monitor off: status ${status}`);
}
