/**
 * Hides user names and passwords in addresses (`https://user:secret@host/`). For whatever people read or paste elsewhere: messages,
 * explanations, tables. The lists themselves keep the address as it is, for it is what the download needs.
 */
export function redact(text: string): string {
  return text.replace(/(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#'"]*@/gi, "$1***@");
}
