"""Hides from trichat what another system does not have, if TRICHAT_ELSEWHERE names one: `win32` or `darwin`.

Python imports this by itself, before anything else, where its folder is on PYTHONPATH; so programs that tests start
have it too.
"""

import os
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

if system := os.environ.get("TRICHAT_ELSEWHERE"):
    spec = spec_from_file_location("trichat_elsewhere", Path(__file__).with_name("hidden.py"))
    assert spec is not None
    assert spec.loader is not None
    hidden = module_from_spec(spec)
    spec.loader.exec_module(hidden)
    hidden.hide(system)
