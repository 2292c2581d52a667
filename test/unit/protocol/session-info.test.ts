import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatSessionInfo, parseSessionInfo } from '../../../lib/protocol/index.js';
import type { SessionInfo } from '../../../lib/protocol/index.js';
import { protocolErrorOf, returnsOrRefuses } from './helpers.js';

/** As a server of 2021 answered, with made-up values. */
const wire = {
  session_id: '1_MX4xMDB-fjE3MDAwMDAwMDAwMDB-QUJDREVGfn4',
  partner_id: '100',
  session_status: 'INFLIGHT',
  status_invalid: null,
  messaging_server_url: 'media1.example.test',
  messaging_url: 'wss://media1.example.test:443/rumorwebsocketsv2',
  symphony_address: 'symphony.media1.example.test',
  ice_server: 'turn1.example.test',
  ice_servers: [
    { url: 'turn:192.0.2.1:3478?transport=udp', username: 'u', credential: 'c' },
    { url: 'stun:192.0.2.1:3478', username: null, credential: null },
  ],
  ice_credential_expiration: 86100,
  properties: {
    p2p: { preference: { value: 'disabled' } },
    reconnection: true,
    renegotiation: true,
    h264: false,
    priorityVideoCodec: 'vp8',
  },
};

const info: SessionInfo = {
  sessionId: wire.session_id,
  partnerId: '100',
  messagingUrl: wire.messaging_url,
  symphonyAddress: wire.symphony_address,
  mediaMode: 'routed',
  reconnection: true,
  renegotiation: true,
  iceServers: [
    { urls: ['turn:192.0.2.1:3478?transport=udp'], username: 'u', credential: 'c' },
    { urls: ['stun:192.0.2.1:3478'] },
  ],
  iceCredentialExpiration: 86100,
  extensions: [],
};

function parse(change: object = {}): SessionInfo {
  return parseSessionInfo(JSON.stringify([{ ...wire, ...change }]), '100');
}

describe('session info', () => {
  it('of a 2021 server is read', () => {
    expect(parse()).toEqual(info);
  });

  it('comes back from what our server writes', () => {
    const full: SessionInfo = {
      ...info,
      ...{ mediaMode: 'relayed', simulcast: false, extensions: ['force-mute'] },
    };
    expect(parseSessionInfo(formatSessionInfo(info), '100')).toEqual(info);
    expect(parseSessionInfo(formatSessionInfo(full), '100')).toEqual(full);
  });

  it('is written with every field that 2016 clients read', () => {
    expect(JSON.parse(formatSessionInfo(info))).toMatchObject([
      {
        session_id: info.sessionId,
        partner_id: '100',
        session_status: 'INFLIGHT',
        messaging_url: info.messagingUrl,
        messaging_server_url: 'media1.example.test',
        symphony_address: info.symphonyAddress,
        properties: { p2p: { preference: { value: 'disabled' } }, reconnection: true },
      },
    ]);
  });

  it('has defaults for all that may be missing', () => {
    const { session_id, partner_id, messaging_url, symphony_address } = wire;
    const body = JSON.stringify([{ session_id, partner_id, messaging_url, symphony_address }]);
    expect(parseSessionInfo(body, '100')).toEqual({
      sessionId: session_id,
      partnerId: '100',
      messagingUrl: messaging_url,
      symphonyAddress: symphony_address,
      mediaMode: 'routed',
      reconnection: false,
      renegotiation: false,
      iceServers: [],
      extensions: [],
    });
  });

  it('may have numbers and booleans as text, and a numeric key', () => {
    const properties = { ...wire.properties, reconnection: 'true', simulcast: 'false' };
    expect(parse({ partner_id: 100, ice_credential_expiration: '60', properties })).toMatchObject({
      ...{ partnerId: '100', iceCredentialExpiration: 60, reconnection: true, simulcast: false },
    });
  });

  it('of another API key is refused', () => {
    expect(protocolErrorOf(() => parseSessionInfo(JSON.stringify([wire]), '101'))).toMatchObject({
      ...{ code: 'session-info-key', sessionCode: 1004, field: 'partner_id' },
    });
  });

  it.each(['', '  \n'])('with the empty body %j is 1006', (body) => {
    expect(protocolErrorOf(() => parseSessionInfo(body, '100'))).toMatchObject({
      ...{ code: 'session-info-empty', sessionCode: 1006 },
    });
  });

  it.each(['<html>', '{}', '[]', 'null', '[null]', '[{}]', '['.repeat(9999)])(
    'that is not an array of one info is 2001: %.10s',
    (body) => {
      expect(protocolErrorOf(() => parseSessionInfo(body, '100'))).toMatchObject({
        ...{ code: 'session-info-malformed', sessionCode: 2001 },
      });
    },
  );

  it.each([
    ['body[0].messaging_url', { messaging_url: 'http://x' }],
    ['body[0].messaging_url', { messaging_url: 'wss://' }],
    ['body[0].messaging_url', { messaging_url: null }],
    ['body[0].symphony_address', { symphony_address: '' }],
    ['body[0].session_id', { session_id: undefined }],
    ['body[0].properties.reconnection', { properties: { reconnection: 'maybe' } }],
  ])('names a wrong %s', (field, change) => {
    const error = protocolErrorOf(() => parse(change));
    expect(error).toMatchObject({ code: 'session-info-malformed', field });
    expect(error.message).toContain(field);
  });

  it.each([
    [{ code: 1004, errorMessage: { message: 'bad token' } }, 1004, 'bad token'],
    [{ code: '1026' }, 1026, 'no reason'],
    [{}, 2001, 'no reason'],
  ])('that is an error in a 200 reply: %j', (error, sessionCode, text) => {
    const refused = protocolErrorOf(() => parseSessionInfo(JSON.stringify([{ error }]), '100'));
    expect(refused).toMatchObject({ code: 'session-info-refused', sessionCode });
    expect(refused.message).toContain(text);
  });

  it('of any JSON is read or refused', () => {
    const key = fc.constantFrom(...Object.keys(wire), '0', '__proto__');
    fc.assert(
      fc.property(key, fc.jsonValue(), (name, junk) => {
        returnsOrRefuses(() => parse({ [name]: junk }));
        returnsOrRefuses(() => parseSessionInfo(JSON.stringify(junk), '100'));
      }),
    );
  });
});
