"""WeasyPrint as it is imported here declares what it declares anywhere, and draws the same."""

from __future__ import annotations

import ast
import csv
import hashlib
import os

import cffi

from guide.press.weasyprint_loader import DECLARATIONS, declaring_module
from tests.conftest import told_by

PAGE = """<html lang=en><title>x</title><style>
@font-face {{ font-family: One; src: url(guide:/fonts/GuideText.ttf) }}
body {{ font-family: One }}</style><body bgcolor="#EEEEEE"><h1>One</h1>
<ol style="list-style-type: upper-roman"><li>A<li>B</ol><ol type=a><li>C</ol>
<p>Words<span style="float: footnote">a note</span></p><input value=1><q>Said</q>"""
# What WeasyPrint draws and declares, imported in one way or another.
TELL = f"""
import json, os
from guide.core.cache import user_cache
from guide.core.paths import PROJECT
from guide.layout import fonts
os.environ["FONTCONFIG_FILE"] = str(PROJECT / "guide/press/fonts.conf")
face = fonts.cut_typefaces(user_cache())["GuideText"]
{{importing}}
from weasyprint import HTML
from weasyprint.text.ffi import ffi, pango
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse
class Fetcher(URLFetcher):
    def fetch(self, url, headers=None):
        return URLFetcherResponse(url, face, {{{{"Content-Type": "font/ttf"}}}})
drawn = []
def keep(document, pdf):
    drawn.extend(str(thing.data) for thing in pdf.objects[1:])
asked = dict(pdf_forms=True, presentational_hints=True, font_config=FontConfiguration())
fetcher = Fetcher(allowed_protocols=("guide",))
HTML(string={PAGE!r}, url_fetcher=fetcher).write_pdf(finisher=keep, **asked)
sizes = [ffi.sizeof(name) for name in ("PangoRectangle", "PangoGlyphInfo", "FcFontSet")]
print(json.dumps([drawn, sizes, pango.PANGO_TAB_LEFT, type(ffi).__name__]))
"""


def test_what_weasyprint_declares_is_known_without_parsing_it(tmp_path):
    source = declaring_module()
    found: dict[str, object] = {}
    exec(source.partition(b"def _dlopen")[0], found)
    ffi = found["ffi"]
    assert isinstance(ffi, cffi.FFI)
    ffi.set_source("weasyprint", None)
    ffi.emit_python_code(str(tmp_path / "made.py"))
    call = ast.parse((tmp_path / "made.py").read_text()).body[-1].value
    rows = [["of", repr(hashlib.sha256(source).hexdigest())]]
    rows += [[one.arg, repr(ast.literal_eval(one.value))] for one in call.keywords]
    if os.environ.get("BLESS"):
        with DECLARATIONS.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
    with DECLARATIONS.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == rows, "BLESS=1 ./run test tests/test_weasyprint_loader.py"


def test_weasyprint_imported_with_less_is_the_same_but_faster():
    less = told_by(TELL.format(importing="from guide.press import weasyprint_loader"))
    whole = told_by(TELL.format(importing=""))
    assert less.pop() == "DeclaredFfi"
    assert whole.pop() == "FFI"
    assert len(whole[0]) > 10
    assert less == whole
