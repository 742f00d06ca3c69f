/** Lines up columns of plain text with two spaces between; the last column is not padded. Widths count code points. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, width(cell));
  }
  return rows.map((row) =>
    row
      .map((cell, i) => (i === row.length - 1 ? cell : cell + " ".repeat((widths[i] as number) - width(cell))))
      .join("  ")
      .trimEnd(),
  );
}

/** Without the escapes that colour adds. */
function width(text: string): number {
  return [...text.replace(/\u001b\[\d+m/g, "")].length;
}

/** `1 file`, `3 files`. */
export function count(n: number, singular: string, plural = `${singular}s`): string {
  return `${n} ${n === 1 ? singular : plural}`;
}
