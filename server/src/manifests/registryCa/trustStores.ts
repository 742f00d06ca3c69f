/**
 * Where each family of systems keeps the CAs that its operator adds, and what takes them over: the stores of the article, and for the
 * families the names under which Ansible knows the systems that kubespray supports.
 */
export interface TrustStore {
  readonly name: string;
  readonly folder: string;
  /** update-ca-certificates reads only `.crt` on Debian and only `.pem` on Flatcar. */
  readonly suffix: string;
  readonly command: readonly string[];
  /** Whether the command is told which file to take. */
  readonly namesFile: boolean;
}

export const TRUST_STORES: readonly TrustStore[] = [
  { name: "Debian", folder: "/usr/local/share/ca-certificates", suffix: ".crt", command: ["update-ca-certificates"], namesFile: false },
  { name: "RedHat", folder: "/etc/pki/ca-trust/source/anchors", suffix: ".crt", command: ["update-ca-trust", "extract"], namesFile: false },
  { name: "Flatcar", folder: "/etc/ssl/certs", suffix: ".pem", command: ["update-ca-certificates"], namesFile: false },
  { name: "Suse", folder: "/etc/pki/trust/anchors", suffix: ".pem", command: ["update-ca-certificates"], namesFile: false },
  { name: "ClearLinux", folder: "/usr/share/ca-certs", suffix: ".pem", command: ["clrtrust", "add"], namesFile: true },
];

export interface OsFamily {
  /** `ansible_facts['os_family']` */
  readonly name: string;
  readonly store: string;
}

/**
 * Ansible's own table of families (OS_FAMILY_MAP of module_utils/facts/system/distribution.py) grew with time: what it does not list, it calls by the
 * distribution's own name. So a system that is of the family RedHat today has its own name under ansible 2.9 and 2.10.
 */
export const OS_FAMILIES: readonly OsFamily[] = [
  { name: "Debian", store: "Debian" },
  { name: "RedHat", store: "RedHat" },
  { name: "Flatcar", store: "Flatcar" },
  { name: "Flatcar Container Linux by Kinvolk", store: "Flatcar" },
  { name: "Suse", store: "Suse" },
  { name: "ClearLinux", store: "ClearLinux" },
  ...[
    "AlmaLinux",
    "Amazon",
    "CentOS",
    "Fedora",
    "Kylin Linux Advanced Server",
    "OracleLinux",
    "Rocky",
    "UnionTech",
    "UniontechOS",
    "openEuler",
  ].map((name) => ({ name, store: "RedHat" })),
];
