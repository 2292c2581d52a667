import type { WriteStream } from 'node:tty';

type Paint = (text: string) => string;

/** Words in colour, for a terminal that has it. */
export interface Style {
  readonly strong: Paint;
  readonly faint: Paint;
  readonly good: Paint;
  readonly bad: Paint;
}

/** `NO_COLOR` and `TERM=dumb` switch colours off, as does anything but a terminal. */
export function styleFor(stream: Pick<WriteStream, 'isTTY'> | NodeJS.WriteStream): Style {
  const { NO_COLOR: noColor = '', TERM: terminal = '' } = process.env;
  const coloured = stream.isTTY && noColor === '' && terminal !== 'dumb';
  const wrap = (code: number) => (text: string) =>
    coloured ? `\u001B[${code}m${text}\u001B[0m` : text;
  return { strong: wrap(1), faint: wrap(2), good: wrap(32), bad: wrap(31) };
}
