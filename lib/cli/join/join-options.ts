import { choice, flag, number, text, type OptionValues } from '../command-options.js';

export const joinOptions = {
  dev: flag('join the session of `webrtc-session dev`, whose .env file is in this folder'),
  env: text('FILE', 'file that --dev reads (default .env)', '.env'),
  url: text('URL', 'base URL of the session server'),
  key: text('KEY', 'API key or application id'),
  session: text('ID', 'session id'),
  token: text(
    'TOKEN',
    'token; better in the environment, as TOKEN, as command lines can be read by others',
  ),
  publish: choice(
    ['pattern', 'screen', 'none'],
    'what is published (default pattern, with a tone)',
    'pattern',
  ),
  name: text('TEXT', 'name of the stream (default "Node")', 'Node'),
  record: text('DIR', 'folder for a WAV file and the last video frame of each stream'),
  seconds: number('N', 'leave after that time (default: on Ctrl-C)', { min: 1, max: 86_400 }),
  json: flag('JSON lines: events, and figures once a second'),
};

export type JoinOptions = OptionValues<typeof joinOptions>;
