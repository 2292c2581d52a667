import { XConnection } from './x-connection.js';

/** A picture, 4 bytes a pixel: blue, green, red and one that counts for nothing. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

const createGc = 55;
const putImage = 72;
const getInputFocus = 43;
const zPixmap = 2;
const depth = 24;
/** What a request can hold without the BIG-REQUESTS extension, less its header. */
const MAX_DATA_BYTES = 65_535 * 4 - 24;

/**
 * Draws a picture on an X server's screen, from its top left corner, under whatever windows there are. Resolves when it
 * is there.
 */
export async function drawOnRoot(
  display: string,
  { width, height, pixels }: Picture,
): Promise<void> {
  using server = await XConnection.open(display);
  const { root, freeId: gc } = server;
  server.request(createGc, 0, [gc, root, 0]);
  const rowBytes = width * 4;
  const rows = Math.floor(MAX_DATA_BYTES / rowBytes);
  for (let y = 0; y < height; y += rows) {
    const count = Math.min(rows, height - y);
    const strip = pixels.subarray(y * rowBytes, (y + count) * rowBytes);
    const size = width | (count << 16);
    server.request(putImage, zPixmap, [root, gc, size, y << 16, depth << 8], strip);
  }
  // Requests are done in order, and this one is answered.
  await server.ask(getInputFocus, 0, []);
}
