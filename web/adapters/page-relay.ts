import { createRelayFetch, type RelayFetch } from './relay-request.ts';

/** The relay that served this page, asked by the page itself. */
export const pageRelay: RelayFetch = createRelayFetch('', (...request) => fetch(...request));
