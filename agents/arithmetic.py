"""Functions of one number built from + - * / and tables: the same bits compiled, uncompiled and on every machine."""

from __future__ import annotations

import math
from decimal import Decimal, localcontext

import numpy as np

from agents.compiled import rule


def _tables() -> tuple[np.ndarray, float, float]:
    with localcontext() as context:
        context.prec = 40
        ln2 = Decimal(2).ln()
        powers = np.array([float((ln2 * i / 64).exp()) for i in range(64)])
        bits = np.array([float(ln2 / 64)]).view("u8") & np.uint64(0xFFFFFFFFFF000000)
        high = float(bits.view("f8")[0])
        return powers, high, float(ln2 / 64 - Decimal(high))


_PARTS, _STEP_HIGH, _STEP_LOW = _tables()
_POWERS = np.array([2.0**i if i > -1023 else 0.0 for i in range(-1100, 1024)])
_INVERSE = 64.0 / math.log(2.0)
STANDARD = 3.4641016151377544  # a uniform draw minus a half, times this, has standard deviation 1


@rule
def exp(x):
    """Return e to the x (relative error below 1e-15; 0 below -700, capped at 700)."""
    if x > 700.0:
        x = 700.0
    if x < -700.0:
        return 0.0
    k = int(math.floor(x * _INVERSE + 0.5))
    r = (x - k * _STEP_HIGH) - k * _STEP_LOW
    s = 1.0 + r * (1.0 + r * (0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r / 120.0))))
    return _PARTS[k & 63] * s * _POWERS[(k >> 6) + 1100]


@rule
def log(x):
    """Return the natural logarithm of x > 0 (relative error below 1e-15)."""
    m, e = math.frexp(x)
    if m < 0.7071067811865476:
        m *= 2.0
        e -= 1
    t = (m - 1.0) / (m + 1.0)
    q = t * t
    s = 1.0 / 15.0 + q * (1.0 / 17.0 + q / 19.0)
    s = 1.0 / 9.0 + q * (1.0 / 11.0 + q * (1.0 / 13.0 + q * s))
    s = 1.0 + q * (1.0 / 3.0 + q * (0.2 + q * (1.0 / 7.0 + q * s)))
    return e * 0.6931471805599453 + 2.0 * t * s


@rule
def clip(x):
    """Return x within 0..1."""
    return min(max(x, 0.0), 1.0)


@rule
def between(x, low, high):
    """Return x within low..high."""
    return min(max(x, low), high)


@rule
def sigmoid(x):
    """Return the logistic function 1 / (1 + e^-x)."""
    return 1.0 / (1.0 + exp(-x))


@rule
def gumbel(u):
    """Return the standard Gumbel quantile of u in [0, 1): adding it to utilities makes the largest a logit choice."""
    return -log(max(-log(u + 1e-12), 1e-12))


@rule
def exponential(u):
    """Return the unit exponential quantile of u in [0, 1)."""
    return -log(1.0 - u)
