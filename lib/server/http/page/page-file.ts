import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { SessionServerError } from '../../session-server-error.js';

/** The page, and what a browser may do in it. */
export interface PageFile {
  readonly html: string;
  /** The same, compressed. */
  readonly gzip: Uint8Array;
  /** `Content-Security-Policy`: the one script and the one style that are in it, and nothing from elsewhere. */
  readonly policy: string;
}

/** @throws SessionServerError `page-missing` where the package was built without it. */
export function readPageFile(): PageFile {
  const html = readHtml();
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(html, 'script')}`,
    // Charts set the size of their elements.
    "style-src 'unsafe-inline'",
    "connect-src 'self' ws: wss:",
    'img-src data: blob:',
    'media-src blob: mediastream:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return { html, gzip: gzipSync(html), policy: policy.join('; ') };
}

function readHtml(): string {
  try {
    // By the package's name: the same in lib and in dist.
    const manifest = createRequire(import.meta.url).resolve('webrtc-session/package.json');
    return readFileSync(join(dirname(manifest), 'dist/page/index.html'), 'utf8');
  } catch (cause) {
    const message = 'the page is not there: reinstall the package, or npm run build:ts';
    throw new SessionServerError('page-missing', message, { cause });
  }
}

function hashOf(html: string, tag: string): string {
  const start = html.indexOf('>', html.indexOf(`<${tag}`)) + 1;
  const text = html.slice(start, html.indexOf(`</${tag}>`, start));
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
