import { describe, expect, it, vi } from 'vitest';
import { Log, silentLog } from '../../../lib/common/log.js';

describe('log of a part', () => {
  it('adds its area and details to every line, and those of the part it belongs to', () => {
    const lines: unknown[] = [];
    const session = new Log(
      { isLogged: () => true, write: (...line) => lines.push(line) },
      'session',
      { sessionId: 'S1' },
    );
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

  it('puts details together only for a line that somebody wants', () => {
    const lines: unknown[] = [];
    const writer = {
      isLogged: (level: string) => level !== 'debug',
      write: (...line: unknown[]) => lines.push(line),
    };
    const log = new Log(writer, 'messaging');
    const details = vi.fn(() => ({ kind: 'offer' }));
    log.debug('received', details);
    expect(details).not.toHaveBeenCalled();
    log.info('received', details);
    expect(lines).toEqual([['info', 'messaging', 'received', { kind: 'offer' }]]);
  });

  it('goes nowhere without a facade', () => {
    expect(() => {
      silentLog.for('media').error('unheard');
    }).not.toThrow();
  });
});
