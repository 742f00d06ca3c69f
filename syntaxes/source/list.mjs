// files.list and images.list: one URL or one image reference a line. Colours the parts that a reader compares: where it comes from, which
// version, for which architecture, and the digest.
const scope = "kubespray-list";

const inPath = [
  {
    match: "(?<![A-Za-z0-9])(?:amd64|arm64|arm|x86_64|aarch64|ppc64le|s390x)(?![A-Za-z0-9])",
    name: `constant.language.architecture.${scope}`,
  },
  { match: "(?<![A-Za-z0-9])v?\\d+(?:\\.\\d+)+(?:-(?:alpha|beta|rc)\\.?\\d*)?(?![A-Za-z0-9])", name: `constant.numeric.version.${scope}` },
  { match: "/", name: `punctuation.separator.path.${scope}` },
];

export const list = {
  scopeName: `source.${scope}`,
  name: "Kubespray download list",
  patterns: [
    {
      match: "^\\s*(#).*$",
      name: `comment.line.number-sign.${scope}`,
      captures: { 1: { name: `punctuation.definition.comment.${scope}` } },
    },
    { include: "#url" },
    { include: "#image" },
    { include: "#unresolved" },
  ],
  repository: {
    url: {
      match: "^\\s*(https?|ftp|file)(://)(?:([^/@\\s]+)(@))?([^/:\\s]*)(?:(:)(\\d+))?(/[^\\s?#]*?)?([^/\\s?#]*)([?#]\\S*)?(?=\\s|$)",
      name: `meta.url.${scope}`,
      captures: {
        1: { name: `keyword.other.scheme.${scope}` },
        2: { name: `punctuation.separator.scheme.${scope}` },
        3: { name: `invalid.deprecated.credentials.${scope}` },
        4: { name: `punctuation.separator.credentials.${scope}` },
        5: { name: `entity.name.type.server.${scope}` },
        6: { name: `punctuation.separator.port.${scope}` },
        7: { name: `constant.numeric.port.${scope}` },
        8: { name: `string.unquoted.path.${scope}`, patterns: inPath },
        9: { name: `entity.name.function.file.${scope}`, patterns: inPath },
        10: { name: `variable.parameter.query.${scope}` },
      },
    },
    // As distribution/reference reads it: the first part is a registry only with a dot, a port, or the name localhost.
    image: {
      match:
        "^\\s*(?:((?:[\\w-]+\\.)+[\\w-]+|localhost|[\\w.-]+(?=:\\d+/)|\\[[0-9a-fA-F:]+\\])(?:(:)(\\d+))?(/))?((?:[\\w.-]+/)*)([\\w.-]+)(?:(:)([\\w][\\w.-]*))?(?:(@)(\\w+)(:)([0-9a-fA-F]+))?(?=\\s|$)",
      name: `meta.image.${scope}`,
      captures: {
        1: { name: `entity.name.type.server.${scope}` },
        2: { name: `punctuation.separator.port.${scope}` },
        3: { name: `constant.numeric.port.${scope}` },
        4: { name: `punctuation.separator.path.${scope}` },
        5: { name: `string.unquoted.path.${scope}`, patterns: [{ match: "/", name: `punctuation.separator.path.${scope}` }] },
        6: { name: `entity.name.function.image.${scope}` },
        7: { name: `punctuation.separator.tag.${scope}` },
        8: { name: `constant.numeric.tag.${scope}` },
        9: { name: `punctuation.separator.digest.${scope}` },
        10: { name: `keyword.other.digest.${scope}` },
        11: { name: `punctuation.separator.digest.${scope}` },
        12: { name: `constant.other.digest.${scope}` },
      },
    },
    // A template that nothing resolved is a mistake in the list.
    unresolved: { match: "\\{\\{.*?\\}\\}", name: `invalid.illegal.unresolved.${scope}` },
  },
};
