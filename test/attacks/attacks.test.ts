import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, type Outcome } from './arena.js';
import { attacks } from './attacks/index.js';
import { tableOf, type Row } from './table.js';

/**
 * What a server that nobody attacks takes is measured first. This is not a measurement of ours: the machine may be busy
 * with anything. A server that an attack stops answers after seconds, or never.
 */
const limitOf = (quietMs: number): number => Math.max(1500, 20 * quietMs);

const rows: Row[] = [];
let quiet: Outcome;

beforeAll(async () => {
  quiet = await run();
  rows.push({ attack: 'none', verdict: 'for comparison', ...quiet });
});

afterAll(() => {
  process.stdout.write(tableOf(rows));
});

describe('a server and a bystander survive', () => {
  it.each(Object.entries(attacks))('%s', async (name, attack) => {
    const outcome = await run(name, attack);
    const { attacker, bystander, server } = outcome;
    const row = { attack: name, verdict: 'HARM', ...outcome };
    rows.push(row);

    // It was tried, and refused as documented.
    const shown = Object.entries(attack.shows).map(([what, least]) => {
      return [what, Math.min(attacker[what] ?? 0, least)];
    });
    expect(Object.fromEntries(shown), JSON.stringify(attacker)).toEqual(attack.shows);
    expect(attack.never?.filter((what) => what in attacker) ?? []).toEqual([]);

    expect(outcome.serverEnd).toBeUndefined();
    expect(server.memoryMb).toBeLessThanOrEqual(attack.memoryMb ?? 320);

    expect(bystander).toMatchObject({ refused: [], lost: 0, failedJoins: [] });
    expect(bystander.joins).toBeGreaterThan(0);
    expect(bystander.p99).toBeLessThanOrEqual(limitOf(quiet.bystander.p99));
    row.verdict = 'harmless';
  });
});
