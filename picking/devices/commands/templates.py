"""A store's own templates: kept once they were drawn with their samples in every language, and given up again."""

from dataclasses import replace

from picking.devices.model import OwnTemplate
from picking.devices.sheets import NOT_DRAWN, Sheets, Template, parse_template
from picking.devices.template_check import PAPERS, TemplateError, TemplateFault
from picking.foundation.messages import LANGUAGES
from picking.foundation.refusals import Kind, Refusal, unknown
from picking.foundation.unit_of_work import UnitOfWork


def read_own(shipped: Sheets, name: str, source: str) -> Sheets:
    """Give the sheets with an own template in its place; refuses (`template_refused`) with every fault's field.

    It must be drawn with the shipped sample, whose facts are those the floor gives, and with its own.
    """
    if name not in shipped.templates:
        raise unknown("template", name)
    try:
        own = parse_template(name, source, shipped.folder)
        _fits(shipped.templates[name], own)
        sheets = replace(shipped, templates={**shipped.templates, name: own})
        for sample in (shipped.templates[name].get("sample", {}), own.get("sample", {})):
            _draw(sheets, name, sample)
    except TemplateError as wrong:
        raise refused(name, *wrong.faults) from wrong
    return replace(sheets, templates={**sheets.templates, name: {"sample": shipped.templates[name]["sample"], **own}})


def refused(name: str, *faults: TemplateFault) -> Refusal:
    """Make the refusal of a template: the first fault in words, all of them as facts."""
    shown = [{"field": each.path, "reason": {"say": each.code, "facts": dict(each.facts)}} for each in faults]
    return Refusal(
        "template_refused", Kind.INVALID, template=name, field=shown[0]["field"], reason=shown[0]["reason"],
        count=len(shown), faults=shown,
    )  # fmt: skip


def keep_template(work: UnitOfWork, shipped: Sheets, name: str, source: str) -> OwnTemplate:
    """Keep a store's own template; from now on its sheets are printed by it."""
    work.by.require("setup")
    read_own(shipped, name, source)
    row = work.find(OwnTemplate, (work.by.store_id, name), lock=True)
    if row is None:
        row = work.add(OwnTemplate(store_id=work.by.store_id, name=name, source="", kept_at=work.now, kept_by=""))
    if row.source != source:
        row.source, row.kept_at, row.kept_by = source, work.now, work.by.name
        work.note(_Named(row), "keep_own")
    return row


def give_up_template(work: UnitOfWork, name: str) -> bool:
    """Print by the shipped template again; tells whether there was an own one."""
    work.by.require("setup")
    row = work.find(OwnTemplate, (work.by.store_id, name), lock=True)
    if row is None:
        return False
    work.note(_Named(row), "give_up_own", source=row.source)
    work.session.delete(row)
    return True


class _Named:
    """A template as the journal names it."""

    __tablename__ = "template"

    def __init__(self, row: OwnTemplate) -> None:
        self.id, self.store_id = row.name, row.store_id


def _fits(shipped: Template, own: Template) -> None:
    paper = shipped.get("paper", PAPERS[0])
    if own.get("paper", PAPERS[0]) != paper:
        raise TemplateError("", TemplateFault("paper", "template_other_paper", {"paper": paper}))


def _draw(sheets: Sheets, name: str, sample: Template) -> None:
    for language in LANGUAGES:
        try:
            sheets.document({"template": name, "facts": sample, "language": language})
        except NOT_DRAWN as wrong:
            raise TemplateError("", TemplateFault("", "template_not_drawn", {"why": str(wrong)})) from wrong
