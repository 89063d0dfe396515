import type { CallStreamEvent, ImageCallRequest, TextCallRequest } from '#shared/run/call.ts';
import type { ModelDescription, ParameterField, ProviderDescription } from '#shared/protocol/providers.ts';

/**
 * What a provider's folder offers and what it is given. An adapter knows its wire format and nothing else: no
 * environment, no other provider's key, no clock, no network but the outbound fetch it is handed.
 */

/** The relay's variables by name: keys, WEFT_CUSTOM_ORIGINS, WEFT_PROVIDER_BASE_URLS, WEFT_DEMO_PACE. */
export type RelayEnvironment = { readonly [name: string]: string | undefined };

/** The part of timers that the relay needs; handles are opaque. */
export interface Timers {
  setTimeout(callback: () => void, delayInMs: number): unknown;
  clearTimeout(handle: unknown): void;
}

/** Bytes of a picture by its hash; null when the run does not have it. */
export type BlobLoader = (hash: string) => Promise<Uint8Array | null>;

/** Keeps bytes as a blob of the run. @returns their SHA-256. */
export type BlobKeeper = (bytes: Uint8Array) => Promise<string>;

/** fetch as SDKs call it. Only `outbound.ts` makes one. */
export type OutboundFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** A provider as its folder describes it; status and custom models are found by `listProviders`. */
export interface ProviderDescriptionSource extends Omit<ProviderDescription, 'status'> {
  /** Where calls go, without a slash at the end. Empty = the provider works inside the relay (demo). Never from a request. */
  readonly baseUrl: string;
  /** Where pictures are made, when that is another address. */
  readonly pictureBaseUrl?: string | undefined;
  /** The request that shows whether a key is known, free of charge; left out = GET /models with the key as a bearer. */
  readonly keyCheck?: KeyCheckRequest | undefined;
  /** How its keys begin, where no other provider's do: a key that was put in at the wrong place is told apart. */
  readonly keyPrefix?: string | undefined;
  /** Tokens that a model may think with besides those that were asked for; left out = none. */
  readonly thinkingRoomTokens?: number | undefined;
  /** Parameters offered for a model that is not in the list (typed by hand). */
  readonly otherModelParameters: { readonly [key: string]: ParameterField };
}

/** In the headers `KEY` stands for the key. With a body it is posted. */
export interface KeyCheckRequest {
  readonly path: string;
  readonly headers?: { readonly [name: string]: string } | undefined;
  readonly body?: string | undefined;
  /** Answers besides the usual ones that only a key it knows gets. */
  readonly knows?: readonly number[] | undefined;
}

export interface AdapterContext {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly fetch: OutboundFetch;
  readonly signal: AbortSignal;
  readonly callId: string;
  readonly loadBlob: BlobLoader;
  readonly timers: Timers;
  /** The listed model, or null for one typed by hand. */
  readonly model: ModelDescription | null;
  /** The request's parameters, checked against the model's schema; empty ones left out. */
  readonly parameters: { readonly [key: string]: string | number | boolean };
  /** Only those variables that the module asked for by name. */
  readonly variables: RelayEnvironment;
}

/** What an adapter may ask for once the paid request is answered: each of these is free, and may be made again. */
export interface FollowUps {
  /** A request to the provider's own address. @throws CallFailed */
  readonly fetch: OutboundFetch;
  /** A picture that the provider keeps at an address of its choice. @throws CallFailed */
  readonly download: (address: string) => Promise<Uint8Array>;
  /** Waits between two polls; false = the call was stopped. */
  readonly pause: () => Promise<boolean>;
  /** How often to ask at most, and how long that is, in milliseconds. */
  readonly polls: number;
  readonly patienceMs: number;
}

export interface PictureContext extends AdapterContext {
  readonly followUps: FollowUps;
  /** The number under which the provider has this call already; then nothing may be sent, only followed up. */
  readonly ticket: string | null;
  /** Keeps that number as soon as the paid request is answered: a relay that is killed goes on asking with it. Never rejects. */
  readonly keepTicket: (ticket: string) => Promise<void>;
}

export interface ProviderAdapter {
  /**
   * Streams one call: at most one request. `finished` is yielded only when the provider's own end marker arrived.
   * @throws CallFailed with a classified failure; anything else thrown counts as malformed.
   */
  stream(request: TextCallRequest, context: AdapterContext): AsyncIterable<CallStreamEvent>;
  /**
   * Makes one picture: one request that is paid, then follow-ups that are not. Yields `picture`, then `finished`. Left out
   * by providers that make none.
   * @throws CallFailed with a classified failure; anything else thrown counts as malformed.
   */
  paint?(request: ImageCallRequest, context: PictureContext): AsyncIterable<CallStreamEvent>;
}

export interface ProviderModule {
  readonly description: ProviderDescriptionSource;
  /** Names of the relay's variables that the adapter may read; never keys. */
  readonly variables: readonly string[];
  /** Loads the adapter and its SDK on the first call, not before. */
  readonly loadAdapter: () => Promise<ProviderAdapter>;
}
