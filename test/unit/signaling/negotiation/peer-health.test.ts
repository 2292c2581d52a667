import { describe, expect, it } from 'vitest';
import { PeerHealth } from '../../../../lib/signaling/negotiation/peer-health.js';
import { FakeClock } from '../../../helpers/fakes/fake-clock.js';

function watch() {
  const clock = new FakeClock();
  const said: string[] = [];
  const health = new PeerHealth({
    clock,
    failedGraceMs: 5_000,
    recoveryMs: 120_000,
    restart: () => said.push('restart'),
    onLost: () => said.push('lost'),
  });
  return { clock, said, health };
}

describe('a connection that never worked', () => {
  it('is lost when `failed` has lasted its time (protocol §11)', async () => {
    const { clock, said, health } = watch();
    health.handleIceState('checking');
    health.handleIceState('failed');
    await clock.advance(4_999);
    expect(said).toEqual([]);
    await clock.advance(1);
    expect(said).toEqual(['lost']);
  });

  it('is not lost if `failed` passes', async () => {
    const { clock, said, health } = watch();
    health.handleIceState('failed');
    await clock.advance(4_000);
    health.handleIceState('checking');
    await clock.advance(60_000);
    expect(said).toEqual([]);
    expect(clock.pending).toBe(0);
  });
});

describe('a connection that worked', () => {
  it('is restarted when it has failed, and given up when it does not come back', async () => {
    const { clock, said, health } = watch();
    health.handleIceState('connected');
    health.handleIceState('disconnected');
    expect(said).toEqual([]);
    await clock.advance(60_000);
    health.handleIceState('failed');
    expect(said).toEqual(['restart']);
    health.handleIceState('checking');
    await clock.advance(59_999);
    expect(said).toEqual(['restart']);
    await clock.advance(1);
    expect(said).toEqual(['restart', 'lost']);
  });

  it('has all its time again after it came back', async () => {
    const { clock, said, health } = watch();
    health.handleIceState('connected');
    health.handleIceState('disconnected');
    await clock.advance(119_000);
    health.handleIceState('completed');
    expect(clock.pending).toBe(0);
    health.handleIceState('disconnected');
    await clock.advance(119_000);
    expect(said).toEqual([]);
  });

  it('without messaging nothing is tried and no time counts; afterwards it is restarted', async () => {
    const { clock, said, health } = watch();
    health.handleIceState('connected');
    health.messagingLost();
    health.handleIceState('disconnected');
    health.handleIceState('failed');
    await clock.advance(600_000);
    expect(said).toEqual([]);
    health.messagingResumed();
    expect(said).toEqual(['restart']);
    await clock.advance(120_000);
    expect(said).toEqual(['restart', 'lost']);
  });

  it('is left alone after a loss of messaging that media did not notice', () => {
    const { said, health } = watch();
    health.handleIceState('connected');
    health.messagingLost();
    health.messagingResumed();
    expect(said).toEqual([]);
  });

  it('closed, it says nothing more', async () => {
    const { clock, said, health } = watch();
    health.handleIceState('connected');
    health.handleIceState('disconnected');
    health.close();
    await clock.advance(600_000);
    expect(said).toEqual([]);
    expect(clock.pending).toBe(0);
  });
});
