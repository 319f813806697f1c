"""Design tokens: the only place where a colour or a size of the screens is written down."""

from __future__ import annotations

from typing import Final

LIGHT: Final = {
    "bg": "#F4F6F8",
    "surface": "#FFFFFF",
    "surface2": "#EAEEF2",
    "text": "#14202B",
    "text2": "#4A5A68",
    "placeholder": "#5B6875",
    "disabled_text": "#7A8894",
    "border": "#D3DAE1",
    "border_strong": "#74828F",
    "primary": "#0B57A4",
    "primary_hover": "#094884",
    "primary_press": "#073A6B",
    "primary_tint": "#E3EFFA",
    "on_primary": "#FFFFFF",
    "pay": "#00705F",
    "pay_hover": "#005C4E",
    "pay_press": "#004A3F",
    "on_pay": "#FFFFFF",
    "success": "#007A6C",
    "success_tint": "#DDF3EF",
    "warning": "#936500",
    "warning_tint": "#FFF3D6",
    "danger": "#9B0F2E",
    "danger_tint": "#FBE6EA",
    "focus": "#0B57A4",
    "selected": "#D6E8F9",
    "flash": "#BFE3DB",
    "training": "#6B2FA0",
    "on_training": "#FFFFFF",
}
DARK: Final = {
    "bg": "#10161C",
    "surface": "#19222B",
    "surface2": "#232E39",
    "text": "#F1F5F8",
    "text2": "#B4C1CC",
    "placeholder": "#9DACB8",
    "disabled_text": "#7F8D99",
    "border": "#33414E",
    "border_strong": "#7F8D99",
    "primary": "#74A6F7",
    "primary_hover": "#93BBFA",
    "primary_press": "#B3CFFC",
    "primary_tint": "#17324B",
    "on_primary": "#08131D",
    "pay": "#3FD6B4",
    "pay_hover": "#6BE3C8",
    "pay_press": "#93ECD8",
    "on_pay": "#06170E",
    "success": "#5BE3C3",
    "success_tint": "#123630",
    "warning": "#FFD65C",
    "warning_tint": "#3A2E10",
    "danger": "#F46A6A",
    "danger_tint": "#42201F",
    "focus": "#9CC2FF",
    "selected": "#1E4263",
    "flash": "#1C5A50",
    "training": "#D0A8F5",
    "on_training": "#1C0B2C",
}
# High contrast: flat, every edge in the colour of the text; for glare, and for tired eyes.
CONTRAST: Final = {
    **dict.fromkeys(("bg", "surface", "surface2"), "#FFFFFF"),
    **dict.fromkeys(("text", "text2", "placeholder", "border", "border_strong"), "#000000"),
    **dict.fromkeys(("success_tint", "warning_tint", "danger_tint", "primary_tint"), "#FFFFFF"),
    **dict.fromkeys(("on_primary", "on_pay", "on_training"), "#FFFFFF"),
    "disabled_text": "#595959",
    "primary": "#0039A6",
    "primary_hover": "#002C80",
    "primary_press": "#00205E",
    "pay": "#005C4E",
    "pay_hover": "#004A3F",
    "pay_press": "#003830",
    "success": "#006156",
    "warning": "#7A4300",
    "danger": "#7F001C",
    "focus": "#0039A6",
    "selected": "#CCE0FF",
    "flash": "#BFE3DB",
    "training": "#4B1A78",
}
CONTRAST_DARK: Final = {
    **dict.fromkeys(("bg", "surface", "surface2"), "#000000"),
    **dict.fromkeys(("text", "text2", "placeholder", "border", "border_strong"), "#FFFFFF"),
    **dict.fromkeys(("success_tint", "warning_tint", "danger_tint", "primary_tint"), "#000000"),
    **dict.fromkeys(("on_primary", "on_pay", "on_training"), "#000000"),
    "disabled_text": "#B0B0B0",
    "primary": "#A8CBFF",
    "primary_hover": "#C4DCFF",
    "primary_press": "#DCEAFF",
    "pay": "#6FF0D2",
    "pay_hover": "#97F5DF",
    "pay_press": "#BDF9EB",
    "success": "#6FF0D2",
    "warning": "#FFE27A",
    "danger": "#FF7A7A",
    "focus": "#A8CBFF",
    "selected": "#00336B",
    "flash": "#00483C",
    "training": "#E0C2FF",
}
COLOURS: Final = {
    "light": LIGHT,
    "dark": DARK,
    "contrast": CONTRAST,
    "contrast_dark": CONTRAST_DARK,
}

# Widths of edges: of cards, of controls, and of the mark of the focus.
EDGES: Final = (1, 1, 3)
EDGES_OF_CONTRAST: Final = (2, 2, 4)

# Text on what it stands on: at least 4.5 to 1. Edges of controls and the focus mark: 3 to 1.
TEXT_PAIRS: Final = (
    *(("text", on) for on in ("bg", "surface", "surface2", "selected", "flash")),
    *(("text2", on) for on in ("bg", "surface", "surface2", "selected")),
    *(("text", on) for on in ("warning_tint", "danger_tint", "success_tint", "primary_tint")),
    ("placeholder", "surface"),
    *(("on_primary", on) for on in ("primary", "primary_hover", "primary_press")),
    *(("primary", on) for on in ("surface", "bg", "primary_tint")),
    *(("on_pay", on) for on in ("pay", "pay_hover", "pay_press")),
    *(("success", on) for on in ("surface", "success_tint")),
    *(("warning", on) for on in ("surface", "warning_tint")),
    *(("danger", on) for on in ("surface", "danger_tint")),
    ("on_training", "training"),
)
EDGE_PAIRS: Final = (
    *(("border_strong", on) for on in ("surface", "bg")),
    *(("focus", on) for on in ("surface", "bg", "surface2", "selected")),
    ("disabled_text", "surface"),
    ("pay", "surface"),
    ("primary", "selected"),
)

# Type: size in pixels at scale 1 and weight.
DISPLAY: Final = (120, 700)
HERO: Final = (64, 700)
TOTAL: Final = (44, 700)
LAST: Final = (28, 600)
KEY: Final = (26, 600)
TITLE: Final = (22, 600)
LINE: Final = (18, 500)
BODY: Final = (16, 500)
SMALL: Final = (14, 500)

SPACE: Final = (4, 8, 12, 16, 24, 32)
GAP: Final = 8
TARGET: Final = 48
KEY_HEIGHT: Final = 72
TILE_HEIGHT: Final = 110
PAY_HEIGHT: Final = 88
ROW: Final = 56
RADIUS: Final = 10
CARD_RADIUS: Final = 12

MOTION_MS: Final = 120
FLASH_MS: Final = 250
LAST_ITEM_MS: Final = 2_000
TOAST_MS: Final = 6_000
