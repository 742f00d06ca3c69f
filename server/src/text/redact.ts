/**
 * Hides user names and passwords in addresses (`https://user:secret@host/`). For whatever people read or paste elsewhere: messages,
 * explanations, tables, headers. What is downloaded or written to be used keeps the address as it is. A password may hold quotes, so that
 * they do not end it: of two quoted texts without a space between them, rather too much is hidden than a part of a password shown.
 */
export function redact(text: string, mark = "***"): string {
  return text.replace(/(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#]*@/gi, `$1${mark}@`);
}
