"""Numbers that should not stand in a thread: of payment cards, of accounts, of people before their authorities.

Each is recognised by its form and, where it has one, by its check digit, so that an order number is rarely taken for
one. Lengths of account numbers are those of the IBAN registry.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_LENGTHS = (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 "
    "ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 "
    "LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 "
    "PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
)
_LENGTH_OF = {entry[:2]: int(entry[2:]) for entry in _LENGTHS.split()}
_DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
# What a letter or digit at an odd place of an Italian tax code counts for.
_ODD = dict(
    zip(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16,
         10, 22, 25, 24, 23),
        strict=True,
    )
)  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """One kind of number: where it may stand in a line, and whether what stands there is one."""

    label: str | Promise
    pattern: re.Pattern[str]
    is_one: Callable[[str], bool]


def found_in(line: str) -> Iterator[tuple[Kind, str]]:
    for kind in KINDS:
        for match in kind.pattern.finditer(line):
            if kind.is_one(re.sub(r"[ ./-]", "", match.group()).upper()):
                yield kind, match.group()


def _is_card(digits: str) -> bool:
    """Luhn's sum, over numbers that begin as cards do."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def _is_iban(text: str) -> bool:
    length = _LENGTH_OF.get(text[:2], 0)
    if not length or len(text) < length:
        return False
    number = text[4:length] + text[:4]  # what follows may be the next word
    return int("".join(str(int(letter, 36)) for letter in number)) % 97 == 1


def _is_german(digits: str) -> bool:
    """Of the first ten digits one stands there twice or thrice and no other twice; the last is a check digit."""
    repeated = [count for count in map(digits[:10].count, set(digits[:10])) if count > 1]
    if len(repeated) != 1 or repeated[0] > 3:
        return False
    product = 10
    for digit in digits[:10]:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10 == int(digits[10])


def _is_spanish(text: str) -> bool:
    number = int(text[:-1].translate(str.maketrans("XYZ", "012")))
    return _DNI_LETTERS[number % 23] == text[-1]


def _is_italian(text: str) -> bool:
    total = sum(_ODD[letter] if place % 2 == 0 else int(letter, 36) % 10 if letter.isdigit() else ord(letter) - 65
                for place, letter in enumerate(text[:15]))  # fmt: skip
    return chr(65 + total % 26) == text[15]


def _is_french(digits: str) -> bool:
    return 97 - int(digits[:13]) % 97 == int(digits[13:])


def _by_form(text: str) -> bool:
    return True


def _pattern(form: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){form}(?![\w-])", re.IGNORECASE | re.ASCII)


KINDS = (
    Kind(_("the number of a payment card"), _pattern(r"[2-6](?:[ -]?\d){12,18}"), _is_card),
    Kind(_("an account number (IBAN)"), _pattern(r"[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}"), _is_iban),
    # 000, 666 and 900 to 999 are never given out, nor zeros in the other parts.
    Kind(
        _("a US social security number"),
        _pattern(r"(?!000|666|9)\d{3}-(?!00)\d\d-(?!0000)\d{4}"),
        _by_form,
    ),
    Kind(_("a German tax number (Steuer-ID)"), _pattern(r"[1-9]\d ?\d{3} ?\d{3} ?\d{3}"), _is_german),
    Kind(_("a Spanish identity number (DNI or NIE)"), _pattern(r"(?:\d{8}|[XYZ]-?\d{7})-?[A-Z]"), _is_spanish),
    Kind(
        _("an Italian tax code (codice fiscale)"),
        # Digits may be given as letters, where two people would have the same code.
        _pattern(r"[A-Z]{6}[\dL-NP-V]{2}[A-EHLMPRST][\dL-NP-V]{2}[A-Z][\dL-NP-V]{3}[A-Z]"),
        _is_italian,
    ),
    Kind(
        _("a UK national insurance number"),
        _pattern(r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?: ?\d\d){3} ?[A-D]"),
        _by_form,
    ),
    Kind(_("a French social security number"), _pattern(r"[12] ?\d\d ?\d\d ?\d\d ?\d{3} ?\d{3} ?\d\d"), _is_french),
)
