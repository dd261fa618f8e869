"""One example of every message: what the README shows and the tests decode."""

from datetime import UTC, datetime
from decimal import Decimal

from gateway.contract import channels as c, commands as cmd, reports as r, states as s
from gateway.contract.channels import Channel, Message
from gateway.contract.envelope import Ack, AckStatus, Command, Report

_TS = datetime(2026, 11, 22, 5, 0, 0, 123000, tzinfo=UTC)
_DEADLINE = datetime(2026, 11, 22, 5, 0, 20, tzinfo=UTC)
_ID = "019aaa5b-7c8b-7d3e-9f10-5a6b7c8d9e0f"
_CORR = "019aaa5b-7c00-7abc-8def-0123456789ab"


def _report(device: str, data: r.ReportData) -> tuple[Channel, dict[str, str], Message]:
    message = Report(id=_ID, src=f"gw1/{device}", boot=17, seq=4123, ts=_TS, mono=81234567, data=data)
    return c.EVENT, {"store": "s01", "gateway": "gw1", "device": device, "type": data.type}, message


def _command(
    channel: Channel, device: str, data: cmd.DeviceCommandData | cmd.GatewayCommandData
) -> tuple[Channel, dict[str, str], Message]:
    message = Command(
        id=_ID, src="host/web", boot=5, seq=77, ts=_TS, mono=912345, corr=_CORR, deadline=_DEADLINE, data=data
    )
    ids = {"store": "s01", "gateway": "gw1"}
    return channel, ids | ({"device": device} if device else {}), message


def _ack(device: str, kind: str, status: AckStatus, code: str | None = None) -> tuple[Channel, dict[str, str], Message]:
    message = Ack(
        id=_ID,
        type=kind,
        src=f"gw1/{device}",
        boot=17,
        seq=4124,
        ts=_TS,
        mono=81234890,
        corr=_CORR,
        status=status,
        code=code,
    )
    return c.ACK, {"store": "s01", "gateway": "gw1", "device": device}, message


def _state(channel: Channel, message: s.State, **ids: str) -> tuple[Channel, dict[str, str], Message]:
    return channel, {"store": "s01", **({"gateway": "gw1"} if "service" not in ids else {}), **ids}, message


_BAG_LABEL = cmd.PrintPaper(
    title="bag 1 of 2",
    blocks=(
        cmd.TextBlock(text="A07", size=4, bold=True, align=cmd.Align.CENTER),
        cmd.RuleBlock(),
        cmd.CodeBlock(symbology=cmd.Symbology.QR, text="P:4521-1/2-1-7"),
        cmd.FeedBlock(lines=2),
    ),
)
_ANSWER = cmd.Answer(
    outcome=cmd.Outcome.REFUSED,
    code="wrong_bin",
    message=cmd.Message(
        key="wrong_bin",
        text="This is bin C-03-02; the line wants C-03-04.",
        facts={"scanned": "C-03-02", "wanted": "C-03-04"},
    ),
    tone=cmd.Tone.WRONG,
    screen=cmd.Screen(name="pick_line", facts={"item": "Milk 1 l", "left": 2}),
    possible=("scan_item", "park", "short"),
    version=412,
)

EXAMPLES: tuple[tuple[Channel, dict[str, str], Message], ...] = (
    _state(c.HOST_STATE, s.HostState(online=True, boot=5, ts=_TS), service="web"),
    _state(c.GATEWAY_STATE, s.GatewayState(state=s.GatewayPhase.READY, boot=17, ts=_TS)),
    _state(
        c.BIRTH,
        s.Birth(
            boot=17,
            versions={"gateway": "0.1.0", "contract": "1", "python": "3.11.7"},
            devices=(s.BornDevice(dev="scan-02", driver="scanner.framed"),),
            cfg_ver=3,
            capabilities=("replay", "desired"),
            clock=s.GatewayClock(ts=_TS, mono=81234000),
        ),
    ),
    _state(
        c.METRICS,
        s.Metrics(
            boot=17,
            ts=_TS,
            spool_depth=12,
            spool_bytes=40960,
            drops={"telemetry": 3, "fact": 0},
            reconnects=2,
            dead_letters=0,
            clock_skew_ms=-14,
            temperature_c=41.5,
        ),
    ),
    _state(c.CONFIG_DESIRED, s.ConfigDesired(ver=4, doc={"metrics_seconds": 30})),
    _state(
        c.CONFIG_REPORTED,
        s.ConfigReported(
            ver=4, status=s.ConfigStatus.REJECTED, errors=("metrics_seconds: 0 is not between 1 and 3600",)
        ),
    ),
    _state(c.EVACK, s.EvAck(boot=17, upto_seq=4123)),
    _state(
        c.DEVICE_INFO,
        s.DeviceInfo(
            driver="scanner.framed",
            model="DS4308",
            serial="S19102",
            port="/dev/serial/by-id/usb-scan",
            capabilities=("scan", "beep"),
        ),
        device="scan-02",
    ),
    _state(c.DEVICE_STATE, s.DeviceState(state=s.DevicePhase.ALERT, ts=_TS, cause="paper-out"), device="print-01"),
    _state(
        c.DEVICE_STATE,
        s.DeviceState(s.DevicePhase.ALERT, _TS, "battery-low", battery_percent=12, signal_dbm=-71, panel="296x128"),
        device="esl-0042",
    ),
    _state(c.DESIRED, s.Desired(ver=12, state={"title": "Milk 1 l", "price": "1.29"}), device="label-0007"),
    _state(
        c.REPORTED,
        s.Reported(ver=31, state={"title": "Milk 1 l", "price": "1.29"}, desired_ver=12),
        device="label-0007",
    ),
    _report("scan-02", r.Scan(text="4006381333931", aim="]E0")),
    _report(
        "scale-01", r.Weight(stable=True, mode=r.Mode.GROSS, weight=Decimal("1.250"), unit="kg", status=("zero-ok",))
    ),
    _report("print-01", r.Print(job=_CORR, outcome=r.PrintOutcome.UNKNOWN, code="no-answer")),
    _report("label-0007", r.Label(ver=12, outcome=r.LabelOutcome.SHOWN)),
    _report("light-03", r.Button(button="confirm")),
    _report("scan-02", r.Error(code="garbage", detail="bytes that are no code", facts={"bytes": 14})),
    _command(c.DEVICE_COMMAND, "print-01", _BAG_LABEL),
    _command(c.DEVICE_COMMAND, "scan-02", cmd.Beep(tone=cmd.Tone.WRONG, text="C-03-04")),
    _command(c.DEVICE_COMMAND, "scale-01", cmd.Zero()),
    _command(c.DEVICE_COMMAND, "print-01", cmd.OpenDrawer()),
    _command(c.DEVICE_COMMAND, "hand-01", _ANSWER),
    _command(c.GATEWAY_COMMAND, "", cmd.Rebirth()),
    _command(c.GATEWAY_COMMAND, "", cmd.Replay(from_seq=4100, boot=17)),
    _command(c.GATEWAY_COMMAND, "", cmd.Restart()),
    _command(c.GATEWAY_COMMAND, "", cmd.LogLevel(level=cmd.Level.DEBUG)),
    _ack("print-01", "print", AckStatus.ACCEPTED),
    _ack("print-01", "print", AckStatus.STARTED),
    _ack("print-01", "print", AckStatus.DONE),
    _ack("print-01", "print", AckStatus.FAILED, "paper-out"),
    _ack("print-01", "print", AckStatus.EXPIRED),
    _ack("print-01", "print", AckStatus.DUPLICATE, "started"),
)
