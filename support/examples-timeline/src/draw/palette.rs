//! The colors of everything that is drawn: of timelines, and of the plots of examples-performance.
//!
//! A picture shows a color's `light` shade in a light theme and its `dark` one in a dark theme.
//! `SNAPSHOTS=overwrite cargo test -p examples-timeline` renews the pictures that the tests expect;
//! `docs/remake-recordings` and `docs/remake-performance` draw those of the book.

use crate::probe::Kind;

/// A color, as `0xRRGGBB`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Color {
    /// On a light ground.
    pub light: u32,
    /// On a dark ground.
    pub dark: u32,
}

/// A color of pictures. The terminal has its own colors, in [`Doing::ansi`].
const fn color(light: u32, dark: u32) -> Color {
    Color { light, dark }
}

/// The color behind everything.
pub const GROUND: Color = color(0xffffff, 0x16191d);
/// That of text and axes.
pub const INK: Color = color(0x1c1c1c, 0xececec);
/// That of text that is less important.
pub const FAINT_INK: Color = color(0x555555, 0xb5b5b5);
/// That of lines to read values by.
pub const GRID: Color = color(0xd9d9d9, 0x3a3f45);

/// The lines of a plot, in the order of its legend.
pub const LINES: [Color; 8] = [
    color(0x1f6fb4, 0x58a6e8), // blue
    color(0xc8640a, 0xf0a24a), // orange
    color(0x288246, 0x5fbe7d), // green
    color(0xb9323c, 0xf07378), // red
    color(0x7850b4, 0xaf91eb), // violet
    color(0x73553c, 0xbea082), // brown
    color(0xbe4696, 0xeb87cd), // pink
    color(0x6e6e6e, 0xa5a5a5), // grey
];

/// What a thread does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Doing {
    /// It is on a CPU.
    Cpu,
    /// It is ready, and waits for a CPU.
    Ready,
    /// It is blocked.
    Blocked(Kind),
}

impl Doing {
    /// Everything that a thread can do.
    pub const ALL: [Doing; 6] = [
        Doing::Cpu,
        Doing::Ready,
        Doing::Blocked(Kind::Sleep),
        Doing::Blocked(Kind::Thread),
        Doing::Blocked(Kind::Io),
        Doing::Blocked(Kind::Other),
    ];

    /// Its color in a picture.
    pub fn color(self) -> Color {
        match self {
            Doing::Cpu => color(0x1f6fb4, 0x58a6e8),   // blue
            Doing::Ready => color(0xe8871e, 0xf0a24a), // orange
            Doing::Blocked(Kind::Sleep) => color(0xe6e6e6, 0x34373c), // grey
            Doing::Blocked(Kind::Thread) => color(0xc3cfe2, 0x475a75), // blue-grey
            Doing::Blocked(Kind::Io) => color(0xb4dfd2, 0x2f6a5a), // sea green
            Doing::Blocked(Kind::Other) => color(0xe0c6e4, 0x6a4471), // lilac
        }
    }

    /// Its color in a terminal, as the number of an ANSI escape sequence.
    pub fn ansi(self) -> u8 {
        match self {
            Doing::Cpu => 32,                   // green
            Doing::Ready => 31,                 // red
            Doing::Blocked(Kind::Sleep) => 90,  // grey
            Doing::Blocked(Kind::Thread) => 34, // blue
            Doing::Blocked(Kind::Io) => 36,     // cyan
            Doing::Blocked(Kind::Other) => 35,  // magenta
        }
    }
}

/// Returns a color in the way of style sheets, such as `#1F6FB4`.
pub fn css(rgb: u32) -> String {
    format!("#{rgb:06X}")
}
