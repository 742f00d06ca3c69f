/**
 * Whether a fact becomes a variable of its own beside `ansible_facts`: those that could redirect a connection do not
 * (ansible/vars/clean.py, clean_facts).
 */
export function isInjected(fact: string): boolean {
  if (fact.startsWith("ansible_ssh_host_key_")) return true;
  if (fact.startsWith("_ansible_") || RESTRICTED.has(fact)) return false;
  if (/^ansible_.*_interpreter$/.test(fact) || fact.startsWith("ansible_become_")) return false;
  return !CONNECTIONS.test(fact) || /(?:_bridge|_gwbridge)$/.test(fact);
}

const CONNECTIONS = /^ansible_(?:local|paramiko_ssh|psrp|ssh|winrm)_/;

const RESTRICTED: ReadonlySet<string> = new Set([
  "add_group",
  "add_host",
  "ansible_connection",
  "ansible_connection_user",
  "ansible_facts",
  "ansible_host",
  "ansible_module_compression",
  "ansible_network_os",
  "ansible_password",
  "ansible_pipelining",
  "ansible_playbook_python",
  "ansible_port",
  "ansible_private_key_file",
  "ansible_rsync_path",
  "ansible_sftp_extra_args",
  "ansible_scp_extra_args",
  "ansible_shell_executable",
  "ansible_shell_type",
  "ansible_timeout",
  "ansible_user",
  "ansible_become",
]);
