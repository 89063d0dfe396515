const TEXT_TYPE =
  /^text\/|^application\/(json|xml|javascript|ecmascript|x-www-form-urlencoded|x-ndjson|ndjson|jsonl|yaml|x-yaml|toml|graphql|csv|rtf|sql|geo\+json)$|\+(json|xml|yaml)$/;

/** Content type without its parameters, in lower case; '' when there is none. */
export function mediaTypeOf(headers: Headers): string {
  const type = (headers.get('content-type') ?? '').split(';')[0] ?? '';
  return type.trim().toLowerCase().slice(0, 100);
}

/** Whether an answer of this type can be read as text. One without a type is tried. */
export function mayBeText(mediaType: string): boolean {
  return mediaType === '' || TEXT_TYPE.test(mediaType);
}

/** The bytes as text in the charset that the answer names, else in UTF-8. A byte order mark is no part of the text. */
export function decodeText(bytes: Uint8Array, headers: Headers): string {
  const named = /;\s*charset="?([^\s";]+)/i.exec(headers.get('content-type') ?? '')?.[1];
  return decoderOf(named).decode(bytes);
}

function decoderOf(charset: string | undefined): TextDecoder {
  try {
    return new TextDecoder(charset ?? 'utf-8');
  } catch {
    // A charset that the platform does not know: most of what calls itself so is readable as UTF-8 all the same.
    return new TextDecoder();
  }
}
