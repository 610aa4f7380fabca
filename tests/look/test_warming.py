"""What a web process reads before its first reader comes."""

import subprocess
import sys

PROGRAM = """
import os, sys, django
os.environ["DJANGO_SETTINGS_MODULE"] = "wales_framework.settings"
django.setup()
assert "scipy.special" not in sys.modules  # a command that needs none of it starts without
from django.urls import get_resolver
from wales_framework.warming import warm_up
warm_up()
print("scipy.special" in sys.modules, "scipy.stats" in sys.modules, sorted(get_resolver()._reverse_dict))
"""


def test_a_web_process_has_distributions_and_the_addresses_of_both_languages_before_its_first_page() -> None:
    """And no more than their functions: scipy.stats would take each process 20 MB more."""
    told = subprocess.run([sys.executable, "-c", PROGRAM], check=True, capture_output=True, text=True).stdout
    assert told == "True False ['cy', 'en']\n"
