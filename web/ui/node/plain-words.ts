/** Markdown's marks out, its words and line breaks kept; runs of empty lines become one line break. */
export function plainWords(text: string): string {
  return text
    .replace(/^[ \t]{0,3}(?:#{1,6}[ \t]+|>[ \t]?)/gm, '')
    .replace(/(\*\*|__|~~|`)(?=\S)(.+?)\1/g, '$2')
    .replace(/(^|\s)[*_](?=\S)([^*_\n]+?)[*_](?=\s|[.,;:!?]|$)/g, '$1$2')
    .replace(/^[ \t]*(?:[-*_][ \t]*){3,}$/gm, '')
    .replace(/\n{2,}/g, '\n');
}
