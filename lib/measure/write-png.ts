import { writeFile } from 'node:fs/promises';
import { encode } from 'fast-png';

/** Writes a picture of three bytes per pixel (red, green, blue) as PNG. */
export async function writePng(
  path: string,
  picture: { readonly width: number; readonly height: number; readonly data: Uint8Array },
): Promise<void> {
  await writeFile(path, encode({ ...picture, channels: 3, depth: 8 }));
}
