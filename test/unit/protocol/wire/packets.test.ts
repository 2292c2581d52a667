import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePacket, encodePacket, packetType, limits } from '../../../../lib/protocol/index.js';
import type { PacketInit } from '../../../../lib/protocol/index.js';
import * as arbitrary from '../arbitraries.js';
import { bytesToHex, hexToBytes, protocolErrorOf, returnsOrRefuses } from '../helpers.js';

const vectors: readonly { name: string; hex: string; packet: PacketInit }[] = [
  { name: 'PING', hex: '00000005 0000 07 00 00', packet: { type: packetType.ping } },
  {
    name: 'SUBSCRIBE',
    hex: `00000021 0000 00 01
      001a 2f76322f706172746e65722f3130302f73657373696f6e2f5331 00`,
    packet: { type: packetType.subscribe, addresses: ['/v2/partner/100/session/S1'] },
  },
  {
    name: 'STATUS',
    hex: `0000002a 0000 09 01 0002 4331 02
      000e 5452414e53414354494f4e2d4944 0002 5432 0006 535441545553 0003 323030`,
    packet: {
      type: packetType.status,
      addresses: ['C1'],
      headers: [
        ['TRANSACTION-ID', 'T2'],
        ['STATUS', '200'],
      ],
    },
  },
  {
    name: 'CONNECT',
    hex: `00000050 0000 03 00 03 0008 756e697175654964 0002 4331
      000e 5452414e53414354494f4e2d4944 0002 5431
      0017 6e6f74696679446973636f6e6e65637441646472657373
      000e 73796d70686f6e792e6c6f63616c`,
    packet: {
      type: packetType.connect,
      headers: [
        ['uniqueId', 'C1'],
        ['TRANSACTION-ID', 'T1'],
        ['notifyDisconnectAddress', 'symphony.local'],
      ],
    },
  },
  {
    name: 'UTF-8 MESSAGE',
    hex: '00000016 0000 02 01 0002 c3a9 01 0001 6b 0005 c3bce282ac e29c93',
    packet: { type: packetType.message, addresses: ['é'], headers: [['k', 'ü€']], payload: '✓' },
  },
];

function bytesOf(name: string): Uint8Array {
  const vector = vectors.find((candidate) => candidate.name === name);
  if (vector === undefined) throw new Error(`no vector ${name}`);
  return hexToBytes(vector.hex);
}

describe('packet codec', () => {
  it.each(vectors)('writes and reads the $name vector byte for byte', ({ hex, packet }) => {
    const bytes = hexToBytes(hex);
    expect(bytesToHex(encodePacket(packet))).toBe(bytesToHex(bytes));
    expect(decodePacket(bytes)).toEqual({
      addresses: [],
      payload: '',
      ...packet,
      headers: new Map(packet.headers),
    });
  });

  it('brings any packet back', () => {
    fc.assert(
      fc.property(arbitrary.packet, (packet) => {
        expect(decodePacket(encodePacket(packet))).toEqual(packet);
      }),
    );
  });

  it('reads a packet that lies within a larger buffer and shares no memory with it', () => {
    const bytes = bytesOf('UTF-8 MESSAGE');
    const buffer = new Uint8Array(bytes.length + 20).fill(0xff);
    buffer.set(bytes, 10);
    const packet = decodePacket(buffer.subarray(10, 10 + bytes.length));
    buffer.fill(0);
    expect(packet.payload).toBe('✓');
  });

  it('writes each packet to memory of its own', () => {
    const first = encodePacket({ type: 2, payload: 'first' });
    const large = encodePacket({ type: 2, payload: '€'.repeat(20_000) });
    encodePacket({ type: 2, payload: 'a later one' });
    expect(decodePacket(first).payload).toBe('first');
    expect(decodePacket(large).payload).toBe('€'.repeat(20_000));
  });

  it('keeps a byte order mark', () => {
    const payload = '\ufefftext';
    expect(decodePacket(encodePacket({ type: 2, payload })).payload).toBe(payload);
  });

  it('ignores the reserved bytes and hands on unknown types', () => {
    const bytes = hexToBytes('00000005 abcd 05 00 00');
    expect(decodePacket(bytes).type).toBe(5);
  });

  it('takes the last of repeated headers', () => {
    const headers = [
      ['k', '1'],
      ['k', '2'],
    ] as const;
    expect(decodePacket(encodePacket({ type: 2, headers })).headers.get('k')).toBe('2');
  });

  it('carries 255 addresses and 255 headers of the greatest length', () => {
    const packet: PacketInit = {
      type: 2,
      addresses: Array.from({ length: 255 }, (_, i) => `a${i}`),
      headers: Array.from({ length: 255 }, (_, i) => [`h${i}`, i === 0 ? 'x'.repeat(65_535) : '']),
    };
    const options = { maxPacketBytes: 1024 * 1024 };
    const decoded = decodePacket(encodePacket(packet, options), options);
    expect(decoded.addresses).toEqual(packet.addresses);
    expect(decoded.headers.size).toBe(255);
    expect(decoded.headers.get('h0')).toHaveLength(65_535);
  });

  it('keeps a __proto__ header as data', () => {
    const packet = decodePacket(encodePacket({ type: 2, headers: [['__proto__', 'polluted']] }));
    expect(packet.headers.get('__proto__')).toBe('polluted');
    expect(Object.getPrototypeOf(packet.headers)).toBe(Map.prototype);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('packets that cannot be written', () => {
  it.each<[string, PacketInit, string]>([
    ['256 addresses', { type: 2, addresses: Array<string>(256).fill('a') }, 'packet-count'],
    [
      '256 headers',
      { type: 2, headers: Array<[string, string]>(256).fill(['a', 'b']) },
      'packet-count',
    ],
    ['an address over 65535 bytes', { type: 2, addresses: ['é'.repeat(32_768)] }, 'packet-count'],
    ['a lone surrogate in an address', { type: 2, addresses: ['\ud800'] }, 'packet-text'],
    ['a lone surrogate in a header', { type: 2, headers: [['k', '\udc00']] }, 'packet-text'],
    ['a lone surrogate in the payload', { type: 2, payload: 'a\ud800b' }, 'packet-text'],
    ['a payload over the limit', { type: 2, payload: 'x'.repeat(65_536) }, 'packet-too-large'],
  ])('refuses %s', (_, packet, code) => {
    expect(protocolErrorOf(() => encodePacket(packet)).code).toBe(code);
  });

  it.each([-1, 256, 1.5, Number.NaN])('refuses type %s', (type) => {
    expect(() => encodePacket({ type })).toThrow(RangeError);
  });
});

describe('hostile packets', () => {
  it.each(vectors)('refuses the $name vector truncated at every length', ({ hex }) => {
    const bytes = hexToBytes(hex);
    for (let length = 0; length < bytes.length; length++) {
      const code = protocolErrorOf(() => decodePacket(bytes.subarray(0, length))).code;
      expect(code).toBe(length < 4 ? 'packet-truncated' : 'packet-length');
    }
  });

  it('finds every truncation before the payload even if the length is not checked', () => {
    const bytes = bytesOf('UTF-8 MESSAGE');
    const payloadBytes = 3;
    for (let length = 0; length < bytes.length - payloadBytes; length++) {
      const action = () => decodePacket(bytes.subarray(0, length), { checkLength: false });
      expect(protocolErrorOf(action).code).toBe('packet-truncated');
    }
  });

  it('refuses every length field but the right one, unless told not to look', () => {
    const bytes = bytesOf('PING');
    for (const length of [0, 4, 6, 0x7fff_ffff, 0xffff_ffff]) {
      new DataView(bytes.buffer).setUint32(0, length);
      expect(protocolErrorOf(() => decodePacket(bytes)).code).toBe('packet-length');
      expect(decodePacket(bytes, { checkLength: false }).type).toBe(packetType.ping);
    }
  });

  it('says what is missing and where', () => {
    const error = protocolErrorOf(() => decodePacket(hexToBytes('00000006 0000 02 01 00ff')));
    expect(error).toMatchObject({ code: 'packet-truncated', field: 'address 0', status: 400 });
    expect(error.message).toContain('255 bytes wanted at 10 of 10');
  });

  it.each([
    ['an address', '00000008 0000 02 01 0001 ff 00', 'address 0'],
    ['a header name', '0000000a 0000 02 00 01 0001 c0 0000', 'header 0 name'],
    ['a header value', '0000000b 0000 02 00 01 0000 0002 eda0', 'header 0 value'],
    ['the payload', '00000008 0000 02 00 00 eda080', 'payload'],
  ])('refuses invalid UTF-8 in %s', (_, hex, field) => {
    const error = protocolErrorOf(() => decodePacket(hexToBytes(hex)));
    expect(error).toMatchObject({ code: 'packet-text', field });
  });

  it('refuses a packet over the limit before it looks inside', () => {
    const error = protocolErrorOf(() => decodePacket(new Uint8Array(limits.packetBytes + 1)));
    expect(error).toMatchObject({ code: 'packet-too-large', status: 413 });
  });

  it('ends in a ProtocolError or a packet for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), fc.boolean(), (bytes, checkLength) => {
        returnsOrRefuses(() => decodePacket(bytes, { checkLength }));
      }),
      { numRuns: 2000 },
    );
  });

  it('ends in a ProtocolError or a packet if any one byte of a good packet is changed', () => {
    const good = bytesOf('CONNECT');
    for (let offset = 0; offset < good.length; offset++) {
      for (const value of [0, 1, 0x7f, 0x80, 0xff]) {
        const bytes = good.slice();
        bytes[offset] = value;
        returnsOrRefuses(() => decodePacket(bytes));
      }
    }
  });
});
