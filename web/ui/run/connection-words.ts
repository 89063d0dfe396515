import type { ConnectionState } from '../../engine/api.ts';
import type { NodeDisplayStatus } from '../status/node-status.ts';

interface ConnectionWords {
  readonly word: string;
  readonly about: string;
  readonly status: NodeDisplayStatus;
  readonly icon: 'wifi' | 'wifi-off' | 'refresh-cw';
}

export const CONNECTION_WORDS: { readonly [state in ConnectionState]: ConnectionWords } = {
  connecting: { word: 'Connecting', about: 'Reaching for the relay.', status: 'queued', icon: 'wifi' },
  live: { word: 'Live', about: 'Connected by a live link.', status: 'done', icon: 'wifi' },
  polling: {
    word: 'Polling',
    about: 'Live links are blocked here; Weft asks the relay every second instead.',
    status: 'done',
    icon: 'refresh-cw',
  },
  lost: {
    word: 'Offline',
    about: 'Edits are kept here and sent when the link is back. Calls that were sent go on at the providers.',
    status: 'failed',
    icon: 'wifi-off',
  },
  refused: {
    word: 'Refused',
    about: 'The link to this flow no longer works here.',
    status: 'failed',
    icon: 'wifi-off',
  },
};
