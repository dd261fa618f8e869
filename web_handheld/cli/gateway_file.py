"""Writes the settings of the gateways that a store file's devices belong to, all of them simulated."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

# A device class of the store file -> a kind of device_drivers.catalogue.
KINDS: Mapping[str, str] = {
    "scanner": "scanner.framed",
    "scale": "scale.mettler-8217",
    "receipt_printer": "printer.escpos",
    "label_printer": "printer.zpl",
    "office_printer": "printer.ipp",
    "shelf_label": "shelf-label.reference",
    "light": "light.reference",
}


def gateways_of(store_file: Mapping[str, Any]) -> dict[str, list[Mapping[str, Any]]]:
    """Sort a store file's devices under their gateways; people's own handhelds need none."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for device in store_file.get("devices", ()):
        if device["class"] in KINDS:
            found.setdefault(device["gateway"], []).append(device)
    return found


def write_gateway_file(
    path: Path, store: str, gateway: str, devices: list[Mapping[str, Any]], *, mqtt_port: int, bench_port: int
) -> None:
    """Write one gateway's settings; its simulated devices listen on loopback at `bench_port`."""
    lines = [
        "# Written by `storefloor up` from the store's devices; it is written anew at each start.",
        f"store = {json.dumps(store)}",
        f"gateway = {json.dumps(gateway)}",
        f"folder = {json.dumps(str(path.parent / f'gateway-{gateway}'))}",
        "",
        "[broker]",
        'host = "127.0.0.1"',
        f"port = {mqtt_port}",
        "",
        "[simulators]",
        f"port = {bench_port}",
    ]
    for device in devices:
        lines += ["", f"[devices.{device['id']}]", f"kind = {json.dumps(KINDS[device['class']])}", 'port = "simulated"']
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
