/** As the server's text/redact.ts: hides user names and passwords in addresses (`https://user:secret@host/`): for whatever is only looked at. What is copied or written keeps them. */
export function hideCredentials(text: string): string {
  return text.replace(/(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#]*@/gi, "$1***@");
}
