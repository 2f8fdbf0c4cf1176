# SPDX-License-Identifier: MIT
"""Reads PNG files of eight bits a channel, so that tests can count pixels."""
import struct, zlib


def unfilter(kind, line, above, step):
    if kind == 0:
        return line
    if kind == 2:
        return bytearray((a + b) & 255 for a, b in zip(line, above))
    for i in range(len(line)):
        left = line[i - step] if i >= step else 0
        corner = above[i - step] if i >= step else 0
        if kind == 1:
            guess = left
        elif kind == 3:
            guess = (left + above[i]) // 2
        else:
            estimate = left + above[i] - corner
            guess = min((left, above[i], corner), key=lambda value: abs(estimate - value))
        line[i] = (line[i] + guess) & 255
    return line


class Picture:
    """Width, height and rows of (red, green, blue) as bytes."""

    def __init__(self, path):
        with open(path, 'rb') as file:
            data = file.read()
        if data[:8] != b'\x89PNG\r\n\x1a\n':
            raise ValueError(f'{path} is no PNG file')
        at, packed = 8, b''
        while at < len(data):
            length, kind = struct.unpack_from('>I4s', data, at)
            chunk = data[at + 8:at + 8 + length]
            at += 12 + length
            if kind == b'IHDR':
                self.width, self.height, depth, color = struct.unpack_from('>IIBB', chunk)
                if depth != 8 or color not in (2, 6):
                    raise ValueError(f'{path} is neither RGB nor RGBA')
            elif kind == b'IDAT':
                packed += chunk
        raw, step = zlib.decompress(packed), 3 if color == 2 else 4
        stride, above = self.width * step, bytearray(self.width * step)
        self.rows = []
        for row in range(self.height):
            begin = row * (stride + 1)
            above = unfilter(raw[begin], bytearray(raw[begin + 1:begin + 1 + stride]), above, step)
            line = bytearray(3 * self.width)
            for channel in range(3):
                line[channel::3] = above[channel::step]
            self.rows.append(bytes(line))

    def at(self, column, row):
        return tuple(self.rows[row][3 * column:3 * column + 3])

    def count(self, holds):
        """The number of pixels whose colour the function says yes to."""
        return sum(holds(self.at(column, row)) for row in range(self.height) for column in range(self.width))

    def differences(self, other, most=12):
        """The number of pixels of which a channel differs by more than that."""
        if (self.width, self.height) != (other.width, other.height):
            return self.width * self.height
        count = 0
        for mine, its in zip(self.rows, other.rows):
            if mine != its:
                wrong = {i // 3 for i in range(len(mine)) if abs(mine[i] - its[i]) > most}
                count += len(wrong)
        return count
