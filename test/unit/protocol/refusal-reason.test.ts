import { describe, expect, it } from 'vitest';
import { formatRefusal, refusalReason } from '../../../lib/protocol/refusal-reason.js';
import { sessionInfoStatusError } from '../../../lib/protocol/session-info-request.js';

describe('the reason of a refusal', () => {
  it.each([
    ['a REST answer', '{"code":403,"message":"token has expired"}'],
    ['a STATUS', formatRefusal('token has expired')],
    ['session info', '[{"error":{"code":1004,"errorMessage":{"message":"token has expired"}}}]'],
    [
      'text with line breaks and control characters',
      '{"message":"\\n token\\u0000\\thas  expired\\r"}',
    ],
  ])('is read from %s', (_, body) => {
    expect(refusalReason(body)).toBe('token has expired');
  });

  it.each([
    ['nothing', ''],
    ["a proxy's page", '<html><title>Forbidden</title></html>'],
    ['a message that is no text', '{"message":{"text":"no"}}'],
    ['an empty message', '{"message":" "}'],
    ['an empty array', '[]'],
  ])('is undefined for %s', (_, body) => {
    expect(refusalReason(body)).toBeUndefined();
  });

  it('is cut after 200 characters', () => {
    expect(refusalReason(formatRefusal('x'.repeat(1000)))).toBe(`${'x'.repeat(200)}…`);
  });

  it('stands in the error of a session info request, after the status', () => {
    const { message, sessionCode } = sessionInfoStatusError(403, '{"message":"no such key"}');
    expect(message).toBe('session info request was answered with HTTP status 403: no such key');
    expect(sessionCode).toBe(1004);
  });
});
