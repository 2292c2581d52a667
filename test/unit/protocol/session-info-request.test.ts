import { describe, expect, it } from 'vitest';
import {
  isRetryableSessionCode,
  messagingSocketUrl,
  parseMessagingQuery,
  sessionInfoRequest,
  sessionInfoStatusError,
  sessionInfoToken,
} from '../../../lib/protocol/index.js';

describe('session info request', () => {
  const options = { apiUrl: 'https://api.example.test/', sessionId: '1_a-b~', token: 'T1==x' };

  it('has the url and headers of 2021', () => {
    const request = sessionInfoRequest({ ...options, connectionId: 'C1', clientVersion: 'v1' });
    expect(request).toEqual({
      url: 'https://api.example.test/session/1_a-b~?extended=true',
      headers: {
        Accept: 'application/json',
        'X-OPENTOK-AUTH': 'T1==x',
        'X-TB-VERSION': '1',
        'X-TB-CLIENT-VERSION': 'v1',
        'X-TB-CONNECTIONID': 'C1',
      },
    });
  });

  it('can have other header names, and more headers', () => {
    const { headers } = sessionInfoRequest({
      ...options,
      headerNames: { token: 'X-TB-TOKEN-AUTH' },
      headers: { 'X-Trace': '1' },
    });
    expect(headers).toMatchObject({ 'X-TB-TOKEN-AUTH': 'T1==x', 'X-Trace': '1' });
    expect(headers).not.toHaveProperty('X-OPENTOK-AUTH');
  });

  it('keeps a session id within its path segment', () => {
    const { url } = sessionInfoRequest({ ...options, sessionId: '../a?b#c' });
    expect(new URL(url).pathname).toBe('/session/..%2Fa%3Fb%23c');
  });

  it.each([
    [{ 'x-opentok-auth': 'new', 'x-tb-token-auth': 'old' }, 'token=query', 'new'],
    [{ 'x-tb-token-auth': 'old' }, 'token=query', 'old'],
    [{}, 'token=query', 'query'],
    [{}, '', undefined],
  ])('gives its token to the server: %j ?%s', (headers, query, expected) => {
    const header = (name: string) => new Headers(headers).get(name);
    expect(sessionInfoToken(header, new URLSearchParams(query))).toBe(expected);
  });

  it.each([
    [400, 1005, false],
    [403, 1004, false],
    [404, 1005, false],
    [409, 1026, false],
    [401, 2001, true],
    [500, 2001, true],
    [301, 2001, true],
  ])('answered with HTTP %i is error %i', (httpStatus, sessionCode, retry) => {
    const error = sessionInfoStatusError(httpStatus);
    expect(error).toMatchObject({ code: 'session-info-refused', sessionCode });
    expect(isRetryableSessionCode(error.sessionCode)).toBe(retry);
  });
});

describe('messaging url', () => {
  const ids = { socketId: 'S', attempt: 'A' };

  it('has its query in the order of the protocol', () => {
    expect(messagingSocketUrl('wss://h/p', { ...ids, reconnect: false })).toBe(
      'wss://h/p?socketId=S&attempt=A',
    );
    expect(messagingSocketUrl('wss://h/p?x=1', { ...ids, reconnect: true })).toBe(
      'wss://h/p?x=1&socketId=S&reconnect=true&attempt=A',
    );
  });

  it.each([true, false])('tells the server whether it resumes: %s', (reconnect) => {
    const url = new URL(messagingSocketUrl('wss://h/p', { ...ids, reconnect }));
    expect(parseMessagingQuery(url.searchParams)).toEqual({ socketId: 'S', reconnect });
  });

  it('without a query means a connection that cannot be resumed', () => {
    expect(parseMessagingQuery(new URLSearchParams())).toEqual({
      ...{ socketId: undefined, reconnect: false },
    });
  });
});
