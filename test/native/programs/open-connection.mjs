/** Closes its only connection after 200 ms, with a timer that does not keep the process. */
import { binding, config } from './call.mjs';

const connection = new binding.PeerConnection(new binding.Engine(), config, () => undefined);
setTimeout(() => {
  console.log('closing');
  connection.close();
}, 200).unref();
// Rejected if it is closed first.
connection.createOffer().catch(() => undefined);
