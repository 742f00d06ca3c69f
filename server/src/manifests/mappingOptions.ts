import { checkProject, checkRegistry, MAPPING_STYLES, type Mapping, type MappingStyle } from "./imageMapping";
import { ManifestError, type ManifestOption, type OptionValues } from "./manifest";

/** The options of every manifest that moves images into the user's own registry, so that all are asked the same question once. */

export const REGISTRY_OPTION: ManifestOption = {
  name: "registry",
  type: "text",
  example: "hub.example.com",
  help: {
    en: "Your own registry: host, port where it is not 443, and a path where there is one; no https://",
    zh: "自己的镜像仓库：主机名、端口（非 443 时）以及可选的路径，不带 https://",
  },
  check: checkRegistry,
};

export const MAPPING_OPTION: ManifestOption = {
  name: "mapping",
  type: "choice",
  default: "strip" satisfies MappingStyle,
  choices: [
    {
      value: "strip",
      help: { en: "without the origin's registry: hub.example.com/calico/node", zh: "去掉来源镜像仓库：hub.example.com/calico/node" },
    },
    {
      value: "keep",
      help: {
        en: "with the origin's registry: hub.example.com/quay.io/calico/node",
        zh: "保留来源镜像仓库：hub.example.com/quay.io/calico/node",
      },
    },
    {
      value: "flatten",
      help: { en: "no folders: hub.example.com/quay.io--calico--node", zh: "不分层级：hub.example.com/quay.io--calico--node" },
    },
    {
      value: "harbor",
      help: { en: "in a Harbor project: hub.example.com/PROJECT/calico/node", zh: "放入 Harbor 项目：hub.example.com/项目/calico/node" },
    },
  ],
  help: { en: "Where in your registry an image goes", zh: "镜像在自己的镜像仓库中的位置" },
};

export const PROJECT_OPTION: ManifestOption = {
  name: "project",
  type: "text",
  example: "k8s",
  help: { en: "The Harbor project, for --mapping harbor", zh: "Harbor 项目，用于 --mapping harbor" },
  check: checkProject,
};

/** What the three options say together. ManifestError where harbor has no project. */
export function mappingOf(options: OptionValues): Mapping | undefined {
  const registry = options.text(REGISTRY_OPTION.name);
  if (registry === undefined) return undefined;
  const style = MAPPING_STYLES.find((one) => one === options.text(MAPPING_OPTION.name)) ?? "strip";
  const project = options.text(PROJECT_OPTION.name);
  if (style === "harbor" && project === undefined) {
    throw new ManifestError(
      { en: "the mapping harbor needs the name of a project", zh: "harbor 映射需要项目名" },
      { en: "add --project NAME", zh: "请加上 --project 名称" },
    );
  }
  return { style, registry, project };
}
