import { ExitCode } from '../command-error.js';
import { checkFlag, flag, parseOptions, text } from '../command-options.js';
import { helpOf } from '../help.js';
import { styleFor } from '../style.js';
import { urlOf } from '../../common/validation/index.js';
import { examine } from './checks.js';

const doctorOptions = {
  url: text('URL', 'also ask this session server, and compare the clocks'),
  json: flag('one JSON array'),
};

const summary =
  'Checks what a call needs, and says what to do about what is missing. Exits with 1 if something is.';

/** `webrtc-session doctor` */
export async function doctor(argv: readonly string[]): Promise<number> {
  const { help, url, json } = parseOptions(doctorOptions, argv);
  if (help) {
    process.stdout.write(helpOf('doctor', summary, doctorOptions));
    return ExitCode.Ok;
  }
  if (url !== undefined) checkFlag(urlOf('http:', 'https:'), url, '--url');
  const findings = await examine(url);
  const style = styleFor(process.stdout);
  const lines = findings.map(
    ({ what, ok, says }) => `${ok ? style.good('✓') : style.bad('✗')} ${what.padEnd(13)} ${says}\n`,
  );
  process.stdout.write(json ? `${JSON.stringify(findings)}\n` : lines.join(''));
  return findings.every(({ ok }) => ok) ? ExitCode.Ok : ExitCode.Failure;
}
