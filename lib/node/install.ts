import { installPlatform } from '../client/client-platform.js';
import { nodePlatform } from './node-platform.js';

installPlatform(nodePlatform);
