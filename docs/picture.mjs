// `npm run picture`: docs/lists.svg, a picture of what `npm run lists` prints, made from its real output.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const COLOURS = { 31: "#ff7b72", 32: "#7ee787", 33: "#e3b341", 36: "#79c0ff" };
const WIDTH = 7.85; // of a letter at 13 px
const HEIGHT = 19;

const cwd = mkdtempSync(join(tmpdir(), "picture-"));
const { stdout, status } = spawnSync(process.execPath, [join(root, "dist/cli.js"), "lists"], {
  cwd,
  encoding: "utf8",
  env: { ...process.env, FORCE_COLOR: "1" },
});
rmSync(cwd, { recursive: true });
if (status !== 0) throw new Error(`lists ended with ${status}`);

// The paths of the example depend on where the program lies.
const text = stdout.replace(/\S*\/?example\/(inventory|kubespray)/g, "example/$1").trimEnd();
const lines = ["$ npm run lists", ...text.split("\n")];
const columns = Math.max(...lines.map((line) => line.replace(/\u001b\[\d+m/g, "").length));
const width = Math.ceil(columns * WIDTH) + 40;
const height = lines.length * HEIGHT + 36;

const rows = lines.map((line, i) => `<text x="20" y="${30 + i * HEIGHT}" xml:space="preserve">${paint(line)}</text>`);
writeFileSync(
  join(root, "docs/lists.svg"),
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>Output of npm run lists</title>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13" fill="#e6edf3">
${rows.join("\n")}
</g>
</svg>
`,
);

/** One line's colour codes as spans. */
function paint(line) {
  let bold = false;
  let dim = false;
  let colour;
  return line
    .split(/(\u001b\[\d+m)/)
    .map((part) => {
      const code = /^\u001b\[(\d+)m$/.exec(part)?.[1];
      if (code === undefined) return part === "" ? "" : span(part, bold, dim, colour);
      if (code === "1") bold = true;
      else if (code === "2") dim = true;
      else if (code === "22") bold = dim = false;
      else if (code === "39") colour = undefined;
      else colour = COLOURS[code];
      return "";
    })
    .join("");
}

function span(part, bold, dim, colour) {
  const style = `${bold ? ' font-weight="bold"' : ""}${dim ? ' fill="#8b949e"' : colour ? ` fill="${colour}"` : ""}`;
  const escaped = part.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return style === "" ? escaped : `<tspan${style}>${escaped}</tspan>`;
}
