"""Whatever the press does in fewer steps than WeasyPrint comes out the same."""

from __future__ import annotations

from tests.conftest import told_by

# All that a style can say which the shortcuts look at, and more than their plain cases.
PAGE = """<html lang=en><title>x</title><style>
@font-face { font-family: One; src: url(guide:/fonts/GuideText.ttf) }
@page { size: 200pt 600pt; margin: 10% 5% }
:root { --wide: 12pt }
body { font: 11pt/14pt One; margin: calc(2pt + 1%) }
.wide { padding: 3% var(--wide); width: 50%; min-width: 20pt; box-sizing: border-box; height: 10% }
.math { width: calc(100% - 20pt); margin: 0 max(2pt, 1%); border-radius: 3pt 10% / 2pt }
.logical { margin-inline-start: 5pt; border-block-end: 1pt solid red; padding: inherit }
.painted { background: #EEE linear-gradient(red, blue); box-shadow: 1pt 1pt 2pt #CCC }
.hidden { visibility: hidden; background: red } .fixed { position: absolute; top: 4pt; right: 3% }
table { border-collapse: collapse; width: 100% } td { border: 1pt solid; padding: 2pt; width: 30% }
u { text-decoration: underline overline 1pt; text-underline-offset: 2pt } s { opacity: .5 }
.spread { text-align: justify; letter-spacing: .2pt }
.back { direction: rtl; unicode-bidi: bidi-override }
.cut { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; width: 40pt }
.pre { white-space: pre-line; font-variant-caps: small-caps; font-feature-settings: "tnum" }
.line { outline: 2pt dashed hsl(200 50% 40%); outline-offset: 1pt } u.line { outline: none }
.rule { columns: 2; column-rule: 1pt solid lab(50 20 30) } .ring { border: 3pt ridge #369 }
.frame { border: 4pt solid; border-image: linear-gradient(red, blue) 2 }
.over { position: relative; z-index: 2; top: -3pt } .turned { transform: rotate(5deg) }
.inline { display: inline-block; border-top: 1pt dotted; color: hwb(120 20% 30%) }
.mark::before { content: "+"; position: absolute; left: 0 }
.sink { position: relative; z-index: -1 }
sup { font-size: 7pt; vertical-align: super; line-height: 1.2 } li { float: left; width: 45% }
.step::before { content: counter(page); float: left; width: 40%; font-size: 30pt }
.aside { float: right; height: 5pt; margin: -2pt; overflow: hidden } .over { overflow: hidden }
.next, .other b { page: other } @page other { margin: 3% }
.look { display: grid; grid-template: 1fr auto / 100%; width: 100pt; height: 90pt; margin: -5pt }
.low { height: 12pt } .three { grid-template-rows: auto 1fr auto; padding: 2pt }
.hero { background: linear-gradient(red, blue) } .top { padding: 3.3pt 7pt 0; border: 1pt solid }
.tall { height: 50% } .top table { margin: 3pt }
</style>
<div class=look><div class=hero></div><div class=top><p>Below</p><table><tr><td>A<td>B</table></div>
</div><div class="look low"><div class=hero></div><div class=top>Too high</div></div>
<div class="look three"><div class=top>Above<i class=fixed>x</i></div><div class=hero>In</div>
<div class=top>Below</div></div><div class="look three"><div class=top>Above</div><div class=hero>
</div><div class=top><p class=tall>Tall</p></div></div><div class="look three"><div class=top>
Above</div><div class=hero></div><div class=top><i class=aside>y</i>Beside</div></div>
<div class=wide>Wide <u>under <s>through</s></u></div>
<div class=math>Math <sup>2</sup></div><div class=logical>Logical</div>
<div class=painted>Painted</div><p class=hidden>Hidden</p>
<div class=fixed>Fixed <b>place</b></div>
<table><tr><td>AV To <td style="border-width: 3pt">b</table>
<p class=spread>Words that are spread over lines, of which there are three at least, or four.</p>
<p class=back>Backwards</p><p class=cut>Cut off at its end</p><p class=pre>One\nTwo 2 2</p>
<ul><li>One<li>Two<li>Three</ul><p class=step>Words beside a number and below it, longwords and on.
<p class=over><i class=aside>Aside</i>Over the edge of a float that hardly stands anywhere.</p>
<div><div class=next><p>Next</p></div><div class=other><b>Other</b></div><p>Last</div>
<p style="columns: 2">Two columns of words that go on.</p>
<p class=line>Out <u class=line>of</u> <b class=ring>line</b></p><p class=rule>Ruled columns
of words</p><p class=frame>Framed <i class=inline>in <b class=over>line</b></i></p>
<p class=over>Over <span class=mark>all</span></p><p class=turned>Turned</p><p class=sink>Sunk</p>
<p style="display: grid; grid-template-columns: 1fr 2fr"><span>A</span><span>B</span></p>"""

PRINT = """
import json, re
from guide.core.cache import user_cache
from guide.layout import fonts
from guide.press import weasyprint_internals
from guide.press.weasyprint_loader import HTML, FontConfiguration, URLFetcher, URLFetcherResponse
face = fonts.cut_typefaces(user_cache())["GuideText"]
class Fetcher(URLFetcher):
    def __init__(self):
        super().__init__(allowed_protocols=("guide",), allow_redirects=False)
    def fetch(self, url, headers=None):
        return URLFetcherResponse(url, face, {{"Content-Type": "font/ttf"}})
def draw():
    page = HTML(string={page!r}, url_fetcher=Fetcher())
    drawn = []
    def keep(document, pdf):
        # A number that is whole but for what adding rounds is written with a point behind it.
        for thing in pdf.objects[1:]:
            drawn.append(str(re.sub(rb"(\\d)[.](?!\\d)|/Length \\d+", rb"\\1", thing.data)))
    page.write_pdf(finisher=keep, font_config=FontConfiguration(), uncompressed_pdf=True)
    return drawn
plain = draw()
from guide.press import draw_shortcuts, layout_shortcuts, style_shortcuts, text_shortcuts
shorter = draw()
from weasyprint.layout import inline
told = []
def split_both_ways(text, style, context, width, *more, **named):
    for some_width in (width, None, *range(5, 300, 13)):
        told.append([])
        for split in (text_shortcuts._split_first_line, text_shortcuts.split_first_line):
            layout, *line = split(text, style, context, some_width, *more, **named)
            told[-1].append([layout.text, *line])
    return text_shortcuts.split_first_line(text, style, context, width, *more, **named)
inline.split_first_line = split_both_ways
draw()
print(json.dumps([plain, shorter, told]))
"""


def test_shortcuts_draw_what_weasyprint_draws():
    plain, shorter, lines = told_by(PRINT.format(page=PAGE))
    assert len(plain) > 10
    assert shorter == plain
    assert len(lines) > 500
    assert [pair for pair in lines if pair[0] != pair[1]] == []


def test_boxes_are_laid_out_as_weasyprint_lays_them_out():
    code = "import json; from tests import layout_answers as a; print(json.dumps(a.compare_all()))"
    count, wrong = told_by(code)
    assert count > 5_000
    assert wrong == []
