import { flag, number, text, type OptionValues } from '../command-options.js';

export const devOptions = {
  port: number('N', 'port to listen on (default 8080, or a free one where that is taken)', {
    min: 0,
    max: 65_535,
  }),
  lan: flag('let other machines of the network in, with a secret that is made up each time'),
  env: text(
    'FILE',
    'file that API_URL, API_KEY, SESSION_ID and TOKEN are written to (default .env)',
    '.env',
  ),
  open: flag('open the page at once'),
  json: flag('JSON lines without credentials, also on a terminal'),
};

export type DevOptions = OptionValues<typeof devOptions>;
