//! How much a test tried, told where somebody sees it: `cargo` shows nothing that a test prints which passes.

use std::fs::File;
use std::io::{self, Write as _};
use std::time::{SystemTime, UNIX_EPOCH};

/// Tells what was tried, in a line: `tests/rust` and `tests/long` gather the lines in the file of `CITYTOOLS_TRIED` and print
/// them at the end.
pub fn tried(line: &str) {
    println!("{line}");
    let Some(file) = std::env::var_os("CITYTOOLS_TRIED") else { return };
    let mut file =
        File::options().create(true).append(true).open(&file).expect("the file of CITYTOOLS_TRIED");
    // In one piece, for tests run at once.
    file.write_all(format!("{line}\n").as_bytes()).expect("the file of CITYTOOLS_TRIED takes a line");
}

/// Tells that this machine could not try something, also where nobody asked: written past what `cargo` keeps back.
pub fn left_out(line: &str) {
    let line = format!("LEFT OUT: {line}");
    let _ = writeln!(io::stderr(), "{line}");
    tried(&line);
}

/// Numbers that look like chance, and are the same for the same seed.
pub struct Chance(u64);

impl Chance {
    /// Begins with the seed of `CITYTOOLS_SEED`, or with another one, and says with which.
    pub fn seeded(otherwise: u64) -> Self {
        let seed =
            std::env::var("CITYTOOLS_SEED").map(|seed| seed.parse().expect("CITYTOOLS_SEED is a number"));
        let seed = seed.unwrap_or(otherwise);
        println!("CITYTOOLS_SEED={seed} repeats it");
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        self.next() as usize % end.max(1)
    }

    pub fn of<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        all.get(self.below(all.len()))
    }
}

/// A seed that nobody had before.
pub fn a_seed() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::from(since.subsec_nanos())
}
