"""Pages as other viewers draw them, side by side."""

from __future__ import annotations

from PIL import Image, ImageDraw

from benchmarks import renderers


def test_each_viewer_gets_a_column_and_each_page_a_row(edition, tmp_path):
    path = tmp_path / "book.pdf"
    path.write_bytes(edition[0].pdf)
    viewers = {
        name: draw
        for name, draw in renderers.here()[0].items()
        if name.startswith(("pdfium", "MuPDF"))
    }
    assert len(viewers) == 2
    sheet = renderers.side_by_side(path, [1, 5], 100, viewers)
    assert sheet.width == 2 * (100 + renderers.GAP) + renderers.GAP
    # The cover is dark and a recipe is pale, whoever draws them.
    for column in range(2):
        left = renderers.GAP + column * (100 + renderers.GAP)
        cover, recipe = (
            sheet.crop((left, top, left + 100, top + 150))
            .resize((1, 1))
            .convert("L")
            .getpixel((0, 0))
            for top in (renderers.GAP, renderers.GAP * 2 + 150 + renderers.CAPTION)
        )
        assert cover < 180 < recipe


def test_what_a_machine_lacks_is_said_with_what_to_type(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert renderers.main([str(tmp_path / "none.pdf")]) == 3
    said = capsys.readouterr().err
    assert (
        "poppler is missing on this machine: apt-get install poppler-utils" in said
        and "apt-get install ghostscript" in said
        and "./run build" in said
    )


def test_a_page_that_is_drawn_otherwise_is_measured():
    page = Image.new("RGB", (100, 100), "#FFFFFF")
    other = page.copy()
    ImageDraw.Draw(other).rectangle((0, 0, 99, 9), "#000000")
    assert renderers.apart(page, other) == 10 and renderers.apart(page, page) == 0
