import type { Artifact, HostPlan, Summary } from "./model";

/** What the plans of all hosts come to, each address and image once, sorted. */
export function summaryOf(plans: Iterable<HostPlan>): Summary {
  const files = new Set<string>();
  const images = new Set<string>();
  const direct = new Set<string>();
  for (const plan of plans) {
    for (const { artifact } of plan.items) if (artifact) collect(artifact, files, images);
    for (const { artifact, selected } of plan.direct) if (artifact && selected === true) collect(artifact, direct, images);
  }
  for (const file of files) direct.delete(file);
  return { files: sorted(files), images: sorted(images), directOnlyFiles: sorted(direct) };
}

function collect(artifact: Artifact, files: Set<string>, images: Set<string>): void {
  if ("image" in artifact) images.add(artifact.image);
  else files.add(artifact.url);
}

function sorted(texts: Iterable<string>): readonly string[] {
  return [...texts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
