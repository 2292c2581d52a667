import { createSessionServer } from '../../server/index.js';
import { ExitCode, UsageError } from '../command-error.js';
import { helpOf } from '../help.js';
import { choice, number, parseOptions, text } from '../command-options.js';
import { toCommandError } from '../server-errors.js';

const day = 24 * 60 * 60;

const tokenOptions = {
  projects: text('FILE', 'the projects file that `serve --projects` uses; needed'),
  session: text('ID', 'session id; needed'),
  role: choice(
    ['publisher', 'subscriber', 'publisheronly', 'moderator'],
    'what its holder may do (default publisher)',
    'publisher',
  ),
  data: text('TEXT', 'connection data that everybody in the session sees'),
  expires: number('SECONDS', 'life of the token (default a day)', { min: 1, max: 30 * day }, day),
  format: choice(['jwt', 't1'], 'kind of token (default jwt)', 'jwt'),
};

const summary =
  'Prints a token for a session. The secret comes from a file, as command lines can be read by others.';

/** `webrtc-session token` */
export async function token(argv: readonly string[]): Promise<number> {
  const { help, projects, session, expires, data, role, format } = parseOptions(tokenOptions, argv);
  if (help) {
    process.stdout.write(helpOf('token', summary, tokenOptions));
    return ExitCode.Ok;
  }
  if (projects === undefined) throw new UsageError('--projects is needed');
  if (session === undefined) throw new UsageError('--session is needed');
  try {
    // Signing is the server's: one that lives for a moment, on a port that nobody is told of.
    await using server = await createSessionServer({
      projectsFile: projects,
      autoCreateSessions: true,
    });
    const made = await server.generateToken(session, {
      role,
      format,
      expiresInSeconds: expires,
      ...(data !== undefined && { data }),
    });
    process.stdout.write(`${made}\n`);
    return ExitCode.Ok;
  } catch (error) {
    throw toCommandError(error);
  }
}
