import { describe, expect, it } from 'vitest';
import {
  acknowledgeFrame,
  connectFrame,
  decodeFrame,
  disconnectFrame,
  encodeFrame,
  frameHeaders,
  messageFrame,
  parseClientFrame,
  parseServerFrame,
  pingFrame,
  pongFrame,
  statusFrame,
  subscribeFrame,
  unsubscribeFrame,
} from '../../../../lib/protocol/index.js';
import type { Frame } from '../../../../lib/protocol/index.js';
import { protocolErrorOf } from '../helpers.js';

function sent(frame: Frame): Frame {
  return decodeFrame(encodeFrame(frame));
}

const connect = { connectionId: 'C1', transactionId: 'T1', notifyAddress: 'symphony.local' };

describe('client frames, as the server reads them', () => {
  it.each([
    [
      'connect',
      connectFrame(connect),
      { type: 'connect', connectionId: 'C1', transactionId: 'T1' },
    ],
    ['subscribe', subscribeFrame(['a', 'b']), { type: 'subscribe', topics: ['a', 'b'] }],
    ['unsubscribe', unsubscribeFrame(['a']), { type: 'unsubscribe', topics: ['a'] }],
    ['disconnect', disconnectFrame(), { type: 'disconnect' }],
    ['ping', pingFrame(), { type: 'ping' }],
    [
      'acknowledgement',
      acknowledgeFrame({ addresses: ['C1'], transactionId: 'T2', from: 'C1' }),
      { type: 'acknowledge', transactionId: 'T2' },
    ],
    ['of unknown type', { ...pingFrame(), type: 6 }, { type: 'unknown', code: 6 }],
  ])('%s', (_, frame, expected) => {
    expect(parseClientFrame(sent(frame))).toEqual(expected);
  });

  it('a request, with its token', () => {
    const request = { to: ['symphony.x'], from: 'C1', transactionId: 'T3', payload: '{}' };
    expect(parseClientFrame(sent(messageFrame({ ...request, token: 'secret' })))).toEqual({
      ...{ type: 'message', to: ['symphony.x'], from: 'C1', transactionId: 'T3' },
      ...{ token: 'secret', payload: '{}' },
    });
    expect(parseClientFrame(sent(messageFrame(request)))).toMatchObject({ token: undefined });
  });

  it('a CONNECT without transaction id, as some clients send it', () => {
    const frame = { ...pingFrame(), type: 3, headers: new Map([['uniqueId', 'C1']]) };
    expect(parseClientFrame(frame)).toEqual({
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
    const error = protocolErrorOf(() => parseClientFrame({ ...pingFrame(), type: 3, headers }));
    expect(error).toMatchObject({ code: 'frame-header', field: 'uniqueId', status: 400 });
  });

  it.each(['', 'x'.repeat(257)])('refuses a transaction id of %o', (transactionId) => {
    const frame = messageFrame({ to: [], from: '', transactionId, payload: '' });
    const error = protocolErrorOf(() => parseClientFrame(frame));
    expect(error).toMatchObject({ code: 'frame-header', field: 'TRANSACTION-ID' });
  });
});

describe('server frames, as a client reads them', () => {
  it('an event', () => {
    const event = { to: ['C1'], from: 'symphony.x', transactionId: 'T1', payload: '{}' };
    expect(parseServerFrame(sent(messageFrame(event)))).toEqual({
      ...{ type: 'message', addresses: ['C1'], from: 'symphony.x' },
      ...{ transactionId: 'T1', payload: '{}' },
    });
  });

  it('an event with neither sender nor transaction id', () => {
    expect(parseServerFrame({ ...pingFrame(), type: 2 })).toMatchObject({
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
    const frame = statusFrame({ to: ['C1'], transactionId: 'T1', status: 200 });
    const headers = new Map(frame.headers).set(frameHeaders.status, text);
    expect(parseServerFrame({ ...frame, headers })).toMatchObject({
      ...{ type: 'status', transactionId: 'T1', status, ok, payload: '' },
    });
  });

  it('a missing status is an error', () => {
    expect(parseServerFrame({ ...pingFrame(), type: 9 })).toMatchObject({ status: 0, ok: false });
  });

  it('pong and unknown types', () => {
    expect(parseServerFrame(sent(pongFrame()))).toEqual({ type: 'pong' });
    expect(parseServerFrame({ ...pongFrame(), type: 5, addresses: ['C1'] })).toEqual({
      ...{ type: 'unknown', code: 5, addresses: ['C1'], transactionId: undefined },
    });
  });
});

it('header names can be others', () => {
  const names = { ...frameHeaders, token: 'X-OPENTOK-AUTH', transactionId: 'tid' };
  const init = { to: [], from: 'C1', transactionId: 'T1', payload: '', token: 'secret' };
  const frame = messageFrame(init, names);
  expect(parseClientFrame(frame, names)).toMatchObject({ token: 'secret', transactionId: 'T1' });
  expect(frame.headers.has(frameHeaders.token)).toBe(false);
});
