"""`python -m web_handheld.cli`: what `storefloor up` starts its children with."""

from web_handheld.cli import main

main(prog_name="storefloor")
