/** `npm run bench`: measures, prints, and with `--write` keeps the results. */
import { compareLoopbacks } from './loopback/compare.mjs';
import { measureSmallThings } from './micro.mjs';
import { help, parseOptions } from './options.mjs';
import { reportLoopbacks } from './report/loopback-report.mjs';
import { describeLoad, describeMachine } from './report/machine.mjs';
import { table } from './report/markdown.mjs';
import { writeSection } from './report/results-file.mjs';
import { reportSessions } from './report/session-report.mjs';
import { measureSessions } from './session/measure.mjs';

/**
 * @param {ReturnType<typeof parseOptions>} options
 * @returns {Promise<string>} Markdown
 */
async function measure(options) {
  /** @param {string} line */
  const say = (line) => process.stderr.write(`${line}\n`);
  const loadBefore = describeLoad();
  const rounds = await compareLoopbacks(options, say);
  const sessions = await measureSessions(options, say);
  say('small things');
  const smallThings = await measureSmallThings(options.microMs);
  const command = ['npm run bench --', ...process.argv.slice(2)].join(' ');
  return `## Loopback calls and sessions

${new Date().toISOString().slice(0, 10)}, \`${command}\`<br>
${describeMachine()}<br>
Load average ${loadBefore} at the start, ${describeLoad()} at the end: what other processes did on the machine meanwhile is in
the figures, and in all columns about alike, as the contenders take turns.

### Two connections in one process: 720p VP8, I420 pushed by JS, I420 read by JS

Median of ${options.rounds} interleaved round${options.rounds === 1 ? '' : 's (least–most)'}. A ratio is to @roamhq/wrtc in the same round; less is better, but for
frames/s.

${reportLoopbacks(rounds, options.rssAfterSeconds)}

### Sessions

${reportSessions(sessions)}

### Small things

${table(
  ['', 'µs, median'],
  smallThings.map(({ name, us }) => [name, us.toFixed(us < 10 ? 2 : 0)]),
)}
`;
}

try {
  const options = parseOptions();
  if (options.help) {
    console.log(help);
  } else {
    const results = await measure(options);
    console.log(`\n${results}`);
    if (options.write) {
      await writeSection(new URL('RESULTS.md', import.meta.url), 'npm run bench', results);
    }
  }
} catch (error) {
  console.error(`bench: ${/** @type {Error} */ (error).message}`);
  process.exitCode = 1;
}
