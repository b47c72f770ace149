#!/usr/bin/python3
"""Reads Kubernetes objects (YAML, standard input) and says every field that their kinds do not have, and every value of the wrong type.

The kinds are those of Debian's python3-kubernetes. An API server ignores unknown fields with no more than a warning, so a misspelt one is easily missed.
"""

import re
import sys

import yaml
from kubernetes.client import models

SCALARS = {"str": str, "int": int, "bool": bool, "float": (int, float)}


def check(value, kind, path, problems):
    """Compares a value with the type the client declares for it, e.g. V1PodSpec, list[V1Volume], dict(str, str)."""
    if kind == "object" or value is None:
        return
    inner = re.fullmatch(r"list\[(.+)\]", kind)
    if inner:
        if not isinstance(value, list):
            problems.append(f"{path}: is no list")
        else:
            for index, item in enumerate(value):
                check(item, inner.group(1), f"{path}[{index}]", problems)
        return
    inner = re.fullmatch(r"dict\(str, (.+)\)", kind)
    if inner:
        if not isinstance(value, dict):
            problems.append(f"{path}: is no mapping")
        else:
            for key, item in value.items():
                check(item, inner.group(1), f"{path}.{key}", problems)
        return
    if kind in SCALARS:
        if not isinstance(value, SCALARS[kind]) or kind != "bool" and isinstance(value, bool):
            problems.append(f"{path}: {value!r} is no {kind}")
        return

    model = getattr(models, kind, None)
    if model is None or not hasattr(model, "openapi_types"):
        return
    if not isinstance(value, dict):
        problems.append(f"{path}: is no mapping")
        return
    types = {name: model.openapi_types[attribute] for attribute, name in model.attribute_map.items()}
    for key, item in value.items():
        if key not in types:
            problems.append(f"{path}: {kind} has no field {key}")
        else:
            check(item, types[key], f"{path}.{key}", problems)


def main():
    problems = []
    for document in yaml.safe_load_all(sys.stdin):
        version = document["apiVersion"].split("/")[-1]
        check(document, version.capitalize() + document["kind"], f"{document['kind']}/{document['metadata']['name']}", problems)
        if not hasattr(models, version.capitalize() + document["kind"]):
            problems.append(f"{document['apiVersion']} {document['kind']} is no kind")
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
