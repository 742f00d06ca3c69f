/** Whether a machine can listen there; none at all is the scheme's own. */
export function isPort(digits: string | undefined): boolean {
  return digits === undefined || (Number(digits) > 0 && Number(digits) < 65536);
}
