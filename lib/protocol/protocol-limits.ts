import { ProtocolError } from './protocol-error.js';
import { utf8Length } from './wire/utf8.js';

/** Every limit of the protocol, in one table. Packet sizes and JSON depth are defaults of options. */
export const limits = {
  /** Largest packet a client may send, bytes including the 4 length bytes. */
  packetBytes: 64 * 1024,
  /** Largest packet a client accepts: a session state lists every connection with its data. */
  serverPacketBytes: 8 * 1024 * 1024,
  /** The packet counts addresses, and headers, in one byte each. */
  addresses: 255,
  headers: 255,
  /** The packet gives the byte length of an address or header in two bytes. */
  stringBytes: 65_535,
  /** Nesting of arrays and objects in a payload. */
  jsonDepth: 16,
  /** Commas in what a client sends: a mute may name 1000 streams. */
  clientJsonCommas: 2048,
  /** Characters of an id (UUIDs have 36; session ids about 70). */
  idChars: 256,
  /** Characters of an API key or application id. With a location it has to fit into a session id. */
  projectKeyChars: 64,
  /** ASCII characters of a session's location. */
  locationChars: 64,
  /** UTF-8 bytes. */
  signalTypeBytes: 128,
  /** UTF-8 bytes. */
  signalDataBytes: 8192,
  /** Characters, when a token is made. */
  connectionDataChars: 1000,
  /** Characters, when a token is read: server SDKs differ in what they let through. */
  connectionDataWireChars: 1024,
  /** Characters. */
  streamNameChars: 1000,
  channelsPerStream: 16,
  /** Streams named as exceptions in one force-mute request. */
  muteExcluded: 1000,
  capabilities: 64,
  capabilityChars: 64,
  userAgentChars: 1024,
  /** Fields beginning with `peer` that an offer, answer or candidate may carry. */
  peerFields: 8,
  /** Characters of one such field. */
  peerFieldChars: 256,
  /** Pixels. */
  videoSize: 16_384,
  /** Frames per second. */
  frameRate: 240,
  /** Characters; a longer token is not looked at. */
  tokenChars: 8192,
  tokenLifetimeSeconds: 24 * 60 * 60,
  tokenMaxLifetimeSeconds: 30 * 24 * 60 * 60,
} as const;

/** @throws ProtocolError `signal-type-too-long` or `signal-type-characters`. */
export function checkSignalType(type: string): void {
  const bytes = utf8Length(type);
  if (bytes > limits.signalTypeBytes) {
    throw new ProtocolError(
      'signal-type-too-long',
      `signal type has ${bytes} bytes, at most ${limits.signalTypeBytes} are allowed`,
      { field: 'type' },
    );
  }
  if (!/^[A-Za-z0-9\-_.~]*$/.test(type)) {
    throw new ProtocolError(
      'signal-type-characters',
      'signal type may only contain A-Z a-z 0-9 - _ . ~',
      { field: 'type' },
    );
  }
}

/** @throws ProtocolError `signal-data-too-long`. */
export function checkSignalData(data: string): void {
  const bytes = utf8Length(data);
  if (bytes > limits.signalDataBytes) {
    throw new ProtocolError(
      'signal-data-too-long',
      `signal data has ${bytes} bytes, at most ${limits.signalDataBytes} are allowed`,
      { field: 'data' },
    );
  }
}

/** @throws ProtocolError `packet-too-large`. */
export function checkPacketSize(size: number, maxPacketBytes: number): void {
  if (size > maxPacketBytes) {
    throw new ProtocolError(
      'packet-too-large',
      `packet has ${size} bytes, at most ${maxPacketBytes} are allowed`,
    );
  }
}
