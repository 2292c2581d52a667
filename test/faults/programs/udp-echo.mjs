/** Answers every datagram that comes to its port: port. */
import { createSocket } from 'node:dgram';
import process from 'node:process';

const socket = createSocket('udp4');
socket.on('message', (text, { port, address }) => socket.send(text, port, address));
socket.bind(Number(process.argv[2]), () => console.log('ready'));
