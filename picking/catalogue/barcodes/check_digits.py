"""Check digits: the GS1 rule, the older rule that counts from the left, and the verifier inside a price or weight."""

from biip.checksums import gs1_price_weight_check_digit, gs1_standard_check_digit


def check_digit(digits: str) -> str:
    """Give the GS1 check digit: weights 3, 1, 3 … from the right (GS1 General Specifications, section 7.9.1)."""
    return str(gs1_standard_check_digit(digits))


def check_digit_from_left(digits: str) -> str:
    """Give the check digit of scales that count 1, 3, 1 … from the left; of 17 digits it is not the GS1 one."""
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return str(-weighted % 10)


def verifier(digits: str) -> str:
    """Give the verifier of a price or weight of 4 or 5 digits (GS1 General Specifications, 7.9.2 to 7.9.4)."""
    return str(gs1_price_weight_check_digit(digits))


def is_digits(text: str) -> bool:
    """Tell whether a text is plain digits; other alphabets' digits are not."""
    return text.isascii() and text.isdigit()
