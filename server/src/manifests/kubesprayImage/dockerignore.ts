/**
 * What of a kubespray tree stays out of its image: the article's list, what later releases added of the same sort, what a working copy gathers,
 * and secrets that kubespray itself puts beside an inventory. Everything that Ansible reads stays: roles, playbooks, library, plugins,
 * inventory, contrib, meta, *.yml at the top, ansible.cfg, requirements.
 */
export function ignoredPatterns(topLevel: readonly string[]): readonly IgnoreGroup[] {
  const known = new Set<string>([...ARTICLE, ...LATER]);
  const own = topLevel.filter((name) => !known.has(name) && isClutter(name)).sort();
  return [
    { title: "article", patterns: ARTICLE },
    { title: "later", patterns: LATER },
    ...(own.length === 0 ? [] : [{ title: "own" as const, patterns: own }]),
    { title: "gathered", patterns: GATHERED },
    { title: "secrets", patterns: SECRETS },
  ];
}

export interface IgnoreGroup {
  readonly title: "article" | "later" | "own" | "gathered" | "secrets";
  readonly patterns: readonly string[];
}

const ARTICLE = [
  ".ansible-lint",
  ".editorconfig",
  ".git",
  ".github",
  ".gitignore",
  ".gitlab-ci",
  ".gitlab-ci.yml",
  ".gitmodules",
  ".markdownlint.yaml",
  ".nojekyll",
  "CNAME",
  "CONTRIBUTING.md",
  "Dockerfile",
  "Makefile",
  "OWNERS",
  "README.md",
  "RELEASE.md",
  "SECURITY_CONTACTS",
  "build",
  "code-of-conduct.md",
  "docs",
  "index.html",
  "logo",
];

const LATER = [
  ".ansible-lint-ignore",
  ".dockerignore",
  ".gitattributes",
  ".md_style.rb",
  ".mdlrc",
  ".pre-commit-config.yaml",
  ".yamllint",
  "CHANGELOG.md",
  "Dockerfile.base",
  "OWNERS_ALIASES",
  "Vagrantfile",
  "_config.yml",
  "pipeline.Dockerfile",
  "run.rc",
  "scripts",
  "setup.cfg",
  "setup.py",
  "test-infra",
  "tests",
];

const GATHERED = [
  "**/.git",
  "**/.idea",
  "**/.vagrant",
  "**/.venv",
  "**/.vscode",
  "**/__pycache__",
  "**/*.pyc",
  "**/*.retry",
  "**/molecule",
  "venv",
];

/** kubespray writes passwords and the cluster's admin.conf there (credentials_dir, artifacts_dir). */
const SECRETS = ["inventory/*/artifacts", "inventory/*/credentials"];

/** Of a fork's own entries at the top only what is surely not for Ansible; plain names alone, so that none is a pattern. */
function isClutter(name: string): boolean {
  return /^[A-Za-z0-9_.][A-Za-z0-9_.-]*$/.test(name) && /^\.(?!ansible)|\.(?:md|rb)$|Dockerfile/i.test(name);
}
