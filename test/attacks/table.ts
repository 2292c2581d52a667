import type { Outcome } from './arena.js';

export interface Row extends Outcome {
  readonly attack: string;
  verdict: string;
}

const columns = [
  'attack',
  'server CPU',
  'peak memory',
  'bystander p50 / p99',
  'slowest join',
  'verdict',
];

/** For people: what each attack cost the server and the bystander. */
export function tableOf(rows: readonly Row[]): string {
  const lines = rows.map(({ attack, server, bystander, verdict, attacker }) => [
    attack,
    `${server.cpuMs} ms`,
    `${server.memoryMb} MB`,
    `${bystander.p50} / ${bystander.p99} ms`,
    `${bystander.slowestJoin} ms`,
    verdict,
    Object.entries(attacker)
      .map(([what, times]) => `${what}: ${times}`)
      .join(', '),
  ]);
  const table = [[...columns, 'the attacker counted'], ...lines];
  const widths = columns.map((_, i) => Math.max(...table.map((cells) => cells[i]?.length ?? 0)));
  const format = (cells: readonly string[]): string =>
    cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ');
  return `\n${table.map(format).join('\n')}\n`;
}
