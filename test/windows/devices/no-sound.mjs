// On a machine without sound devices: a client that would use them receives a tone all the same. Prints
// what it has and what it heard.
import { Context, Publisher, Subscriber, ToneAudioSource } from '../../../dist/index.js';
import { join, streamOf } from './room.mjs';
import { measureHeard } from './tone.mjs';

const { frequency, seconds } = JSON.parse(process.env.SOUND ?? '');

const withDevices = new Context({ audio: 'platform' });
const without = new Context();
const [receiver, sender] = await Promise.all([join(withDevices), join(without)]);
const audio = new ToneAudioSource({ frequency });
await sender.publish(new Publisher(without, { name: 'tone', video: false, audio }));
// There is nothing to record, which hurts nobody.
await receiver.publish(new Publisher(withDevices, { name: 'recording', video: false }));
await sender.subscribe(new Subscriber(without, await streamOf(sender, 'recording')));

const subscriber = new Subscriber(withDevices, await streamOf(receiver, 'tone'));
const pieces = subscriber.audio();
await receiver.subscribe(subscriber);
const heard = await measureHeard(pieces, seconds);
const { devices } = withDevices;
const [microphones, speakers] = await Promise.all([
  devices.listMicrophones(),
  devices.listSpeakers(),
]);
withDevices.dispose();
without.dispose();
console.log(JSON.stringify({ heard, microphones, speakers }));
