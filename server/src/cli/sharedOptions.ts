import type { Option } from "./command";

/** What every subcommand understands. */
export const SHARED_OPTIONS: readonly Option[] = [
  { name: "kubespray", short: "k", value: "DIR", help: "the kubespray tree; found beside the inventory where not given" },
  {
    name: "inventory",
    short: "i",
    value: "FILE_OR_DIR",
    help: "the hosts file or its folder; found in the current folder where not given",
    forTwo: "Put the hosts files into one folder and name that: they are read together, as by Ansible.",
  },
  { name: "facts", value: "FILE", help: 'facts of the hosts: {"default": {..}, "groups": {G: {..}}, "hosts": {H: {..}}}' },
  {
    name: "extra-vars",
    short: "e",
    value: "VARS",
    multiple: true,
    help: "extra variables, as Ansible takes them: KEY=VALUE, @FILE or '{\"KEY\": VALUE}'; may be repeated",
  },
  {
    name: "generation",
    value: "NAME",
    help: "how templates are read: classic (ansible-core up to 2.18) or native (2.19 on); what the release asks for where not given",
  },
  { name: "help", short: "h", help: "this text" },
];
