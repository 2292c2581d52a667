import { flagOf, type Options } from './command-options.js';

/** The help of one command: how it is called, what it does, its options in a column. */
export function helpOf(command: string, summary: string, options: Options): string {
  const rows = Object.entries(options).map(([name, option]) => {
    const value = option.placeholder === undefined ? '' : ` ${option.placeholder}`;
    return [`${flagOf(name)}${value}`, option.help] as const;
  });
  rows.push(['-h, --help', 'this text']);
  return [`Usage: webrtc-session ${command} [options]`, '', summary, '', ...columns(rows), ''].join(
    '\n',
  );
}

/** Two columns; a line break in the right one stays in its column. */
export function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  const indent = ' '.repeat(width + 4);
  return rows.map(
    ([left, right]) => `  ${left.padEnd(width)}  ${right.replaceAll('\n', `\n${indent}`)}`,
  );
}
