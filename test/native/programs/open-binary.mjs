/** Prints why a file cannot be opened as the binary: URL of the built `open-binary.js`, file. */
import process from 'node:process';

const [url = '', file] = process.argv.slice(2);
const { openBinary } = await import(url);
try {
  openBinary(file);
} catch (error) {
  console.log(/** @type {{ reason: string }} */ (error).reason);
}
