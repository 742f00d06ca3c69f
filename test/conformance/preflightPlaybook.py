"""Makes a playbook of a kubespray tree's own assertions, for real Ansible to answer: preflightPlaybook.py TREE OUT.

The roles are copied with their defaults, vars and meta; of their tasks only assertions stay, and what leads to them (blocks, imports,
includes), of the roles that validate alone, unchanged but for `ignore_errors`, so that one that fails does not hide the next. The plays are the tree's own.
"""
import os
import shutil
import sys

import yaml

TREE, OUT = sys.argv[1:3]
VALIDATING = ("validate_inventory", "kubernetes/preinstall", "network_plugin")
LEADS = ("import_tasks", "include_tasks", "import_role", "include_role", "block")


def main():
    roles = os.path.join(TREE, "roles")
    for folder, _, files in os.walk(roles):
        parts = os.path.relpath(folder, roles).split(os.sep)
        if "molecule" in parts:
            continue
        # A role is found by its folder, whatever is left in it.
        os.makedirs(os.path.join(OUT, "roles", os.path.relpath(folder, roles)), exist_ok=True)
        for name in files:
            source = os.path.join(folder, name)
            target = os.path.join(OUT, "roles", os.path.relpath(source, roles))
            if "tasks" in parts and "dynamic_groups" not in parts:
                # Of all other roles only the defaults count.
                if os.path.relpath(source, roles).startswith(VALIDATING):
                    write(target, asserts_of(read(source)))
                elif parts[0] in ("kubespray-defaults", "kubespray_defaults") and name == "main.yaml":
                    write(target, switches_of(read(source)))
            elif any(kind in parts for kind in ("defaults", "vars", "meta")) or "dynamic_groups" in parts:
                os.makedirs(os.path.dirname(target), exist_ok=True)
                shutil.copyfile(source, target)
    write(os.path.join(OUT, "preflight.yml"), plays())
    with open(os.path.join(OUT, "ansible.cfg"), "w") as file:
        file.write("[defaults]\nroles_path=roles\nretry_files_enabled=False\n")


def asserts_of(tasks):
    kept = []
    for task in tasks if isinstance(tasks, list) else []:
        module = next((key for key in task if key.split(".")[-1] == "assert"), None)
        if module:
            kept.append({**{k: v for k, v in task.items() if k not in ("delegate_to", "tags")}, "ignore_errors": True})
        elif "block" in task:
            inner = asserts_of(task["block"])
            if inner:
                kept.append({**{k: v for k, v in task.items() if k not in ("rescue", "always", "tags")}, "block": inner})
        elif any(key.split(".")[-1] in LEADS for key in task):
            # What waits for a registered result cannot be asked here.
            kept.append({k: v for k, v in task.items() if k not in ("tags", "register", "loop", "with_items", "with_first_found")})
    return kept


def switches_of(tasks):
    """The defaults role sets a variable by another one, before anything asserts."""
    return [task for task in tasks or [] if "set_fact" in task and "fallback_ips" not in str(task)]


def plays():
    found = []
    for name in ("legacy_groups.yml", "playbooks/legacy_groups.yml"):
        found += read(os.path.join(TREE, name)) or []
    for path in ("playbooks/boilerplate.yml", "playbooks/cluster.yml", "boilerplate.yml", "cluster.yml"):
        for play in read(os.path.join(TREE, path)) or []:
            names = [role if isinstance(role, str) else role.get("role") for role in play.get("roles") or []]
            if path.endswith("boilerplate.yml") and not names and any("group_by" in task for task in play.get("tasks") or []):
                found.append(play)
            elif any(name in VALIDATING or name == "dynamic_groups" for name in names):
                keep = {k: v for k, v in play.items() if k in ("hosts", "roles", "vars")}
                found.append({**keep, "gather_facts": False, "any_errors_fatal": False})
    return found


def read(path):
    try:
        with open(path, encoding="utf8") as file:
            return yaml.load(file, Loader)
    except (FileNotFoundError, yaml.YAMLError):
        return None


def write(path, value):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf8") as file:
        yaml.safe_dump(value, file, sort_keys=False, default_flow_style=False, width=4096)


class Loader(yaml.SafeLoader):
    """Ansible's own tags as the texts that they hold."""


Loader.add_multi_constructor("!", lambda loader, suffix, node: loader.construct_scalar(node))
main()
