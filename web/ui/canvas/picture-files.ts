const PICTURE_NAME = /\.(png|jpe?g|jfif|webp|gif|heic|heif|avif|bmp|tiff?|svg|jxl)$/i;

/** Files that somebody means as pictures; whether they are, their bytes say later. */
export function meantAsPicture(file: { readonly name: string; readonly type: string }): boolean {
  return file.type.startsWith('image/') || PICTURE_NAME.test(file.name);
}

/**
 * The pictures of a clipboard, when it holds nothing that is meant more: programs put a picture of a text beside the
 * text, and file managers the file's name beside the file.
 */
export function pastedPictures(clipboard: DataTransfer | null): readonly File[] {
  const pictures = [...(clipboard?.files ?? [])].filter(meantAsPicture);
  const text = clipboard?.getData('text/plain').trim() ?? '';
  const isName = pictures.some(({ name }) => name !== '' && text.endsWith(name));
  return text === '' || isName ? pictures : [];
}
