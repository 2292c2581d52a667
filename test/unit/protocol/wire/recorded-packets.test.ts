import { describe, expect, it } from 'vitest';
import {
  acknowledgePacket,
  connectPacket,
  decodePacket,
  disconnectPacket,
  encodePacket,
  packetHeaders,
  messagePacket,
  parseClientPacket,
  parseServerPacket,
  pingPacket,
  pongPacket,
  statusPacket,
  subscribePacket,
  unsubscribePacket,
} from '../../../../lib/protocol/index.js';
import type { Packet } from '../../../../lib/protocol/index.js';
import { protocolErrorOf } from '../helpers.js';

function sent(packet: Packet): Packet {
  return decodePacket(encodePacket(packet));
}

const connect = { connectionId: 'C1', transactionId: 'T1', notifyAddress: 'symphony.local' };

describe('client packets, as the server reads them', () => {
  it.each([
    [
      'connect',
      connectPacket(connect),
      { type: 'connect', connectionId: 'C1', transactionId: 'T1' },
    ],
    ['subscribe', subscribePacket(['a', 'b']), { type: 'subscribe', topics: ['a', 'b'] }],
    ['unsubscribe', unsubscribePacket(['a']), { type: 'unsubscribe', topics: ['a'] }],
    ['disconnect', disconnectPacket(), { type: 'disconnect' }],
    ['ping', pingPacket(), { type: 'ping' }],
    [
      'acknowledgement',
      acknowledgePacket({ addresses: ['C1'], transactionId: 'T2', from: 'C1' }),
      { type: 'acknowledge', transactionId: 'T2' },
    ],
    ['of unknown type', { ...pingPacket(), type: 6 }, { type: 'unknown', code: 6 }],
  ])('%s', (_, packet, expected) => {
    expect(parseClientPacket(sent(packet))).toEqual(expected);
  });

  it('a request, with its token', () => {
    const request = { to: ['symphony.x'], from: 'C1', transactionId: 'T3', payload: '{}' };
    expect(parseClientPacket(sent(messagePacket({ ...request, token: 'secret' })))).toEqual({
      ...{ type: 'message', to: ['symphony.x'], from: 'C1', transactionId: 'T3' },
      ...{ token: 'secret', payload: '{}' },
    });
    expect(parseClientPacket(sent(messagePacket(request)))).toMatchObject({ token: undefined });
  });

  it('a CONNECT without transaction id, as some clients send it', () => {
    const packet = { ...pingPacket(), type: 3, headers: new Map([['uniqueId', 'C1']]) };
    expect(parseClientPacket(packet)).toEqual({
      type: 'connect',
      connectionId: 'C1',
      transactionId: undefined,
    });
  });

  it.each([
    ['is missing', undefined],
    ['is empty', ''],
    ['would pass for the server', 'symphony.evil'],
    ['is a topic', '/v2/partner/1/session/2'],
    ['is too long', 'x'.repeat(257)],
  ])('refuses a CONNECT whose id %s', (_, id) => {
    const headers = new Map(id === undefined ? [] : [['uniqueId', id]]);
    const error = protocolErrorOf(() => parseClientPacket({ ...pingPacket(), type: 3, headers }));
    expect(error).toMatchObject({ code: 'packet-header', field: 'uniqueId', status: 400 });
  });

  it.each(['', 'x'.repeat(257)])('refuses a transaction id of %o', (transactionId) => {
    const packet = messagePacket({ to: [], from: '', transactionId, payload: '' });
    const error = protocolErrorOf(() => parseClientPacket(packet));
    expect(error).toMatchObject({ code: 'packet-header', field: 'TRANSACTION-ID' });
  });
});

describe('server packets, as a client reads them', () => {
  it('an event', () => {
    const event = { to: ['C1'], from: 'symphony.x', transactionId: 'T1', payload: '{}' };
    expect(parseServerPacket(sent(messagePacket(event)))).toEqual({
      ...{ type: 'message', addresses: ['C1'], from: 'symphony.x' },
      ...{ transactionId: 'T1', payload: '{}' },
    });
  });

  it('an event with neither sender nor transaction id', () => {
    expect(parseServerPacket({ ...pingPacket(), type: 2 })).toMatchObject({
      from: '',
      transactionId: undefined,
    });
  });

  it.each([
    ['200', 200, true],
    ['204', 204, true],
    ['403', 403, false],
    ['banana', 0, false],
    ['', 0, false],
  ])('status %o is %i', (text, status, ok) => {
    const packet = statusPacket({ to: ['C1'], transactionId: 'T1', status: 200 });
    const headers = new Map(packet.headers).set(packetHeaders.status, text);
    expect(parseServerPacket({ ...packet, headers })).toMatchObject({
      ...{ type: 'status', transactionId: 'T1', status, ok, payload: '' },
    });
  });

  it('a missing status is an error', () => {
    expect(parseServerPacket({ ...pingPacket(), type: 9 })).toMatchObject({ status: 0, ok: false });
  });

  it('pong and unknown types', () => {
    expect(parseServerPacket(sent(pongPacket()))).toEqual({ type: 'pong' });
    expect(parseServerPacket({ ...pongPacket(), type: 5, addresses: ['C1'] })).toEqual({
      ...{ type: 'unknown', code: 5, addresses: ['C1'], transactionId: undefined },
    });
  });
});

it('header names can be others', () => {
  const names = { ...packetHeaders, token: 'X-OPENTOK-AUTH', transactionId: 'tid' };
  const init = { to: [], from: 'C1', transactionId: 'T1', payload: '', token: 'secret' };
  const packet = messagePacket(init, names);
  expect(parseClientPacket(packet, names)).toMatchObject({ token: 'secret', transactionId: 'T1' });
  expect(packet.headers.has(packetHeaders.token)).toBe(false);
});
