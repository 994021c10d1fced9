"""Chance as a pure function of (seed, week, person, purpose): the same luck under every strategy and on any machine."""

from __future__ import annotations

import zlib

from numba import uint64

from agents.compiled import COMPILED, step

_MIX, _GOLD, _ROW, _ALL = 0xD6E8FEB86659FD93, 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, (1 << 64) - 1
_PURPOSES: dict[int, str] = {}


def purpose(name: str) -> int:
    """Return the stable number of a purpose: from its name, so that a new purpose moves nobody else's luck.

    Raises:
        ValueError: if two names share a number.
    """
    number = zlib.crc32(name.encode())
    if _PURPOSES.setdefault(number, name) != name:
        raise ValueError(f"purposes '{name}' and '{_PURPOSES[number]}' share a number: rename one")
    return number


def name_key(name: str) -> int:
    """Return the 63-bit number by which a firm or product enters draws: by name, never by its place in a list."""
    return mix_number(zlib.crc32(name.encode()) * _GOLD) >> 1


def mix_number(x: int) -> int:
    """Return x scrambled to 64 bits (plain integers; the finaliser of the loops' generator)."""
    x &= _ALL
    x = ((x ^ (x >> 32)) * _MIX) & _ALL
    x = ((x ^ (x >> 32)) * _MIX) & _ALL
    return x ^ (x >> 32)


def week_key(seed: int, week: int) -> int:
    """Return the key of a week; weeks before 0 are the warm-up."""
    return mix_number(seed_key(seed) + (week + (1 << 20)) * _ROW)


def seed_key(seed: int) -> int:
    """Return the key of a seed, from which all draws outside the loops follow."""
    return mix_number(seed * _GOLD + 1)


def uniform(seed: int, name: str, index: int = 0) -> float:
    """Return a draw in [0, 1) outside the loops (worlds, searches), from seed, the purpose's name and an index."""
    stream = mix_number(seed_key(seed) + zlib.crc32(name.encode()) * _ROW)
    return (mix_number(stream + index * _GOLD) >> 11) * 2.0**-53


if COMPILED:

    @step
    def _mix(x):
        x = (x ^ (x >> uint64(32))) * uint64(_MIX)
        x = (x ^ (x >> uint64(32))) * uint64(_MIX)
        return x ^ (x >> uint64(32))

    @step
    def luck_of(key, row):
        """Return the key of one person's week."""
        return _mix(uint64(key) ^ (uint64(row) * uint64(_ROW)))

    @step
    def bits(luck, purpose):
        """Return 64 random bits for one purpose of one person's week."""
        return _mix(luck + uint64(purpose) * uint64(_GOLD))

    @step
    def joined(purpose, key):
        """Return the purpose of one firm or product, by the key of its name."""
        return uint64(purpose) ^ uint64(key)

    @step
    def chance(luck, purpose):
        """Return a uniform draw in [0, 1) for one purpose of one person's week."""
        return float(bits(luck, purpose) >> uint64(11)) * 2.0**-53

    @step
    def halves(luck, purpose):
        """Return two uniform draws in [0, 1) of 32 bits each from one hash: for hazards, tested together."""
        z = bits(luck, purpose)
        return float(z >> uint64(32)) * 2.0**-32, float(z & uint64(0xFFFFFFFF)) * 2.0**-32

    @step
    def wave_of(luck, key, n):
        """Return a number in 0..n-1 that scatters persons over waves, by product."""
        return ((uint64(luck) * (uint64(key) | uint64(1))) >> uint64(40)) % uint64(n)

    @step
    def firm_draw(firm, market, purpose, index):
        """Return a uniform draw in [0, 1) of a firm, from seed, the purpose's number, the firm's name and an index."""
        stream = _mix(market.seed + uint64(purpose) * uint64(_ROW))
        return float(_mix(stream + (firm.key + uint64(index)) * uint64(_GOLD)) >> uint64(11)) * 2.0**-53

    @step
    def part(z, k):
        """Return the k-th of four 16-bit uniforms in 64 random bits."""
        return float((z >> (uint64(16) * uint64(k))) & uint64(0xFFFF)) * 2.0**-16

else:  # the same integers without NumPy's overflow warnings

    def luck_of(key, row):
        """Return the key of one person's week."""
        return mix_number(int(key) ^ ((int(row) * _ROW) & _ALL))

    def bits(luck, purpose):
        """Return 64 random bits for one purpose of one person's week."""
        return mix_number(luck + int(purpose) * _GOLD)

    def joined(purpose, key):
        """Return the purpose of one firm or product, by the key of its name."""
        return int(purpose) ^ int(key)

    def chance(luck, purpose):
        """Return a uniform draw in [0, 1) for one purpose of one person's week."""
        return (bits(luck, purpose) >> 11) * 2.0**-53

    def halves(luck, purpose):
        """Return two uniform draws in [0, 1) of 32 bits each from one hash: for hazards, tested together."""
        z = bits(luck, purpose)
        return (z >> 32) * 2.0**-32, (z & 0xFFFFFFFF) * 2.0**-32

    def wave_of(luck, key, n):
        """Return a number in 0..n-1 that scatters persons over waves, by product."""
        return (((int(luck) * (int(key) | 1)) & _ALL) >> 40) % int(n)

    def firm_draw(firm, market, purpose, index):
        """Return a uniform draw in [0, 1) of a firm, from seed, the purpose's number, the firm's name and an index."""
        stream = mix_number(int(market.seed) + int(purpose) * _ROW)
        return (mix_number(stream + (int(firm.key) + int(index)) * _GOLD) >> 11) * 2.0**-53

    def part(z, k):
        """Return the k-th of four 16-bit uniforms in 64 random bits."""
        return ((z >> (16 * int(k))) & 0xFFFF) * 2.0**-16
