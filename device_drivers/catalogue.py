"""Which driver a kind of device has; other distributions add theirs by the entry-point group `storefloor.drivers`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import entry_points
from types import MappingProxyType
from typing import Protocol

from device_drivers.card import Card
from device_drivers.driver import Driver, Settings
from device_drivers.lights.reference import ReferenceLight
from device_drivers.printers.escpos import EscposPrinter
from device_drivers.printers.ipp import IppPrinter
from device_drivers.printers.tspl import TsplPrinter
from device_drivers.printers.zpl import ZplPrinter
from device_drivers.scales.cas_ecr import CasEcr
from device_drivers.scales.cas_stream import CasStream
from device_drivers.scales.dialog_06 import Dialog06
from device_drivers.scales.mettler_8217 import Mettler8217
from device_drivers.scales.sma import Sma
from device_drivers.scales.toledo import ToledoContinuous
from device_drivers.scanners.framed import FramedScanner
from device_drivers.scanners.honeywell import HoneywellScanner
from device_drivers.scanners.keyboard import KeyboardScanner
from device_drivers.scanners.ssi import SsiScanner
from device_drivers.shelf_labels.openepaperlink import OpenEPaperLink
from device_drivers.shelf_labels.reference import ReferenceShelfLabel
from device_drivers.simulated.access_point import TAG_SETTINGS, SimulatedAccessPoint
from device_drivers.simulated.answering_scanners import SimulatedHoneywell, SimulatedSsiScanner
from device_drivers.simulated.asked_scales import SimulatedCasEcr, SimulatedDialog06, SimulatedSma
from device_drivers.simulated.keyboard import SimulatedKeyboardScanner
from device_drivers.simulated.label_printer import SimulatedLabelPrinter
from device_drivers.simulated.level import SimulatedLight, SimulatedShelfLabel
from device_drivers.simulated.office_printer import IPP_SETTINGS, SimulatedOfficePrinter
from device_drivers.simulated.receipt_printer import SimulatedReceiptPrinter
from device_drivers.simulated.scale import SimulatedScale
from device_drivers.simulated.scanner import TONE_SETTINGS, SimulatedScanner
from device_drivers.simulated.simulator import Simulator
from device_drivers.simulated.talking_scales import SimulatedCasStream, SimulatedToledo
from device_drivers.simulated.tspl_printer import SimulatedTsplPrinter

GROUP = "storefloor.drivers"
SHARED = True


class DriverClass(Protocol):
    """What makes a driver from settings and knows its card."""

    card: Card

    def __call__(self, settings: Settings) -> Driver:
        """Make a driver for one connection; raise SettingError."""
        ...


@dataclass(frozen=True, slots=True)
class Kind:
    """One row: name, driver with its quality card, what it can, its simulator, and what the simulator wants set."""

    name: str
    driver: DriverClass
    capabilities: tuple[str, ...]
    simulator: Callable[[], Simulator] | None = None
    simulator_settings: Settings = field(default_factory=lambda: MappingProxyType({}))
    shared: bool = False  # several devices behind one line: the driver takes their settings by name

    def make(self, devices: Mapping[str, Settings]) -> Driver:
        """Make the driver of one device, or of those that share a line; raise SettingError."""
        if self.shared:
            return self.driver(dict(devices))
        [settings] = devices.values()
        return self.driver(settings)


# fmt: off
KINDS = (
    #    kind                      driver               can do                simulator                its settings
    Kind("scanner.framed",         FramedScanner,       ("scan", "beep"),     SimulatedScanner,        TONE_SETTINGS),
    Kind("scanner.ssi",            SsiScanner,          ("scan", "beep"),     SimulatedSsiScanner),
    Kind("scanner.honeywell",      HoneywellScanner,    ("scan", "beep"),     SimulatedHoneywell,      TONE_SETTINGS),
    Kind("scanner.keyboard",       KeyboardScanner,     ("scan",),            SimulatedKeyboardScanner),
    Kind("scale.mettler-8217",     Mettler8217,         ("weigh", "zero"),    SimulatedScale),
    Kind("scale.cas-ecr",          CasEcr,              ("weigh",),           SimulatedCasEcr),
    Kind("scale.cas-stream",       CasStream,           ("weigh",),           SimulatedCasStream),
    Kind("scale.sma",              Sma,                 ("weigh", "zero"),    SimulatedSma),
    Kind("scale.toledo",           ToledoContinuous,    ("weigh",),           SimulatedToledo),
    Kind("scale.dialog-06",        Dialog06,            ("weigh",),           SimulatedDialog06),
    Kind("printer.escpos",         EscposPrinter,       ("print", "receipt"), SimulatedReceiptPrinter),
    Kind("printer.zpl",            ZplPrinter,          ("print", "label"),   SimulatedLabelPrinter),
    Kind("printer.tspl",           TsplPrinter,         ("print", "label"),   SimulatedTsplPrinter),
    Kind("printer.ipp",            IppPrinter,          ("print", "office"),  SimulatedOfficePrinter,  IPP_SETTINGS),
    Kind("shelf-label.reference",  ReferenceShelfLabel, ("show", "button"),   SimulatedShelfLabel),
    Kind("light.reference",        ReferenceLight,      ("light", "button"),  SimulatedLight),
    Kind("shelf-label.openepaperlink", OpenEPaperLink, ("show", "light"), SimulatedAccessPoint, TAG_SETTINGS, SHARED),
    Kind("light.openepaperlink",   OpenEPaperLink,     ("light",),        SimulatedAccessPoint, TAG_SETTINGS, SHARED),
)
# fmt: on


@cache
def kinds() -> Mapping[str, Kind]:
    """All kinds by name: ours, and those of installed distributions, whose entry point names a `Kind`."""
    found = {kind.name: kind for kind in KINDS}
    for entry in entry_points(group=GROUP):
        kind = entry.load()
        if not isinstance(kind, Kind) or kind.name in found:
            raise TypeError(f"entry point {entry.name} of {GROUP} is no Kind, or its name is taken")
        found[kind.name] = kind
    return MappingProxyType(found)
