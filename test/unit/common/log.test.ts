import { describe, expect, it } from 'vitest';
import { Log, silentLog } from '../../../lib/common/log.js';

describe('log of a part', () => {
  it('adds its area and details to every line, and those of the part it belongs to', () => {
    const lines: unknown[] = [];
    const session = new Log((...line) => lines.push(line), 'session', { sessionId: 'S1' });
    const media = session.for('media', { streamId: 'A' });
    session.info('connected');
    media.debug('ICE', { state: 'checking' });
    media.warn('ICE', { state: 'failed', streamId: 'B' });
    session.error('lost');
    expect(lines).toEqual([
      ['info', 'session', 'connected', { sessionId: 'S1' }],
      ['debug', 'media', 'ICE', { sessionId: 'S1', streamId: 'A', state: 'checking' }],
      ['warn', 'media', 'ICE', { sessionId: 'S1', streamId: 'B', state: 'failed' }],
      ['error', 'session', 'lost', { sessionId: 'S1' }],
    ]);
  });

  it('goes nowhere without a facade', () => {
    expect(() => {
      silentLog.for('media').error('unheard');
    }).not.toThrow();
  });
});
