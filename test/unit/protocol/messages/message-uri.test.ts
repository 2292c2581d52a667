import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatUri, parseUri, sessionTopic } from '../../../../lib/protocol/index.js';
import * as arbitrary from '../arbitraries.js';
import { protocolErrorOf, returnsOrRefuses } from '../helpers.js';

const session = { partnerId: '100', sessionId: '1_MX4xMDB-fjE3MDAwMDAwMDAwMDB-QUJDREVGfn4' };
const prefix = `/v2/partner/100/session/${session.sessionId}`;

describe('uris', () => {
  it.each([
    ['', { resource: 'session' }],
    ['/connection/c-1', { resource: 'connection', connectionId: 'c-1' }],
    ['/stream/s1', { resource: 'stream', streamId: 's1' }],
    ['/stream/s1/channel/v1', { resource: 'stream_channel', streamId: 's1', channelId: 'v1' }],
    ['/stream/s1/subscriber/u1', { resource: 'subscriber', streamId: 's1', subscriberId: 'u1' }],
    [
      '/stream/s1/subscriber/u1/channel/v1',
      { resource: 'subscriber_channel', streamId: 's1', subscriberId: 'u1', channelId: 'v1' },
    ],
    ['/signal/x', { resource: 'signal', signalId: 'x' }],
    ['/connection/c1/signal/x', { resource: 'signal', signalId: 'x', connectionId: 'c1' }],
    ['/archive/a1', { resource: 'archive', archiveId: 'a1' }],
  ] as const)('P%s', (path, target) => {
    expect(formatUri(session, target)).toBe(prefix + path);
    expect(parseUri(prefix + path)).toEqual({ session, target });
  });

  it('come back whatever they name', () => {
    fc.assert(
      fc.property(arbitrary.session, arbitrary.resource, (address, target) => {
        expect(parseUri(formatUri(address, target))).toEqual({ session: address, target });
      }),
    );
  });

  it('leave session ids with ~ as they are, so that topics compare as text', () => {
    expect(sessionTopic({ partnerId: 'a-b', sessionId: '1_a-b~c.d' })).toBe(
      '/v2/partner/a-b/session/1_a-b~c.d',
    );
  });

  it('escape channel ids, which are free text', () => {
    const target = { resource: 'stream_channel', streamId: 's', channelId: 'my/cam 1?' } as const;
    const uri = formatUri(session, target);
    expect(uri).toBe(`${prefix}/stream/s/channel/my%2Fcam%201%3F`);
    expect(parseUri(uri).target).toEqual(target);
  });

  it('naming something unknown have no target', () => {
    expect(parseUri(`${prefix}/caption/1`)).toEqual({ session, target: undefined });
    expect(parseUri(`${prefix}/stream/1/signal/2`).target).toBeUndefined();
    expect(parseUri(`${prefix}/__proto__/1`).target).toBeUndefined();
  });

  it.each([
    ['nothing', ''],
    ['another version', '/v1/partner/100/session/s'],
    ['no session', '/v2/partner/100'],
    ['a name without a value', `${prefix}/stream`],
    ['a trailing slash', `${prefix}/`],
    ['an empty id', `${prefix}/stream//channel/v`],
    ['a dotted id', `${prefix}/stream/..`],
    ['an escaped dotted id', `${prefix}/stream/%2e%2e`],
    ['a broken escape', `${prefix}/stream/%zz`],
    ['an escape that is not UTF-8', `${prefix}/stream/%ff`],
    ['an overlong id', `${prefix}/stream/${'x'.repeat(257)}`],
  ])('with %s are refused', (_, uri) => {
    expect(protocolErrorOf(() => parseUri(uri))).toMatchObject({
      code: 'message-uri',
      field: 'uri',
      status: 400,
    });
  });

  it.each(['', '..', '\ud800', 'x'.repeat(257)])('cannot be made with the id %o', (streamId) => {
    const action = () => formatUri(session, { resource: 'stream', streamId });
    expect(protocolErrorOf(action).code).toBe('message-uri');
  });

  it('of any text are parsed or refused', () => {
    const segment = fc.oneof(fc.constantFrom('', 'v2', 'partner', 'session', '%'), fc.string());
    fc.assert(
      fc.property(fc.array(segment), (segments) => {
        returnsOrRefuses(() => parseUri(segments.join('/')));
      }),
    );
  });
});
