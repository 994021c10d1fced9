"""Audit: what differs, whether a result comes out again, a package to hand on, and what an answer rests on."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from experiments.audit.difference import diff
    from experiments.audit.package import pack
    from experiments.audit.reproduction import reproduce

__all__ = ["diff", "pack", "reproduce"]
_ROOMS = {name: f"experiments.audit.{module}" for name, module in
          (("diff", "difference"), ("pack", "package"), ("reproduce", "reproduction"))}  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import on first use, as each needs other parts."""
    if name in _ROOMS:
        from importlib import import_module

        return getattr(import_module(_ROOMS[name]), name)
    raise AttributeError(f"module 'experiments.audit' has no attribute '{name}'")
