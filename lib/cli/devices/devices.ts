import { Context } from '../../index.js';
import { ExitCode } from '../command-error.js';
import { flag, parseOptions } from '../command-options.js';
import { helpOf } from '../help.js';

const devicesOptions = { json: flag('one JSON object') };

const summary =
  'Lists what there is on this machine to capture and to play with: names, and the ids that the API takes.';

/** `webrtc-session devices` */
export async function devices(argv: readonly string[]): Promise<number> {
  const { help, json } = parseOptions(devicesOptions, argv);
  if (help) {
    process.stdout.write(helpOf('devices', summary, devicesOptions));
    return ExitCode.Ok;
  }
  using context = new Context();
  const { devices: found } = context;
  const [screens, cameras, microphones, speakers] = await Promise.all([
    found.listScreens(),
    found.listCameras(),
    found.listMicrophones(),
    found.listSpeakers(),
  ]);
  const lists = { screens, cameras, microphones, speakers };
  process.stdout.write(json ? `${JSON.stringify(lists)}\n` : textOf(lists));
  return ExitCode.Ok;
}

interface Listed {
  readonly id: string;
  readonly name: string;
}

function textOf(lists: Readonly<Record<string, readonly Listed[]>>): string {
  const lines = Object.entries(lists).flatMap(([kind, entries]) => [
    `${kind}: ${entries.length === 0 ? 'none' : ''}`.trimEnd(),
    ...entries.map(({ id, name }) => `  ${name}  (${id})`),
  ]);
  return `${lines.join('\n')}\n`;
}
