//! Chance that is the same everywhere: one seed, one sequence, on any machine and with any version of any crate.

/// `SplitMix64`, which needs three lines and passes the usual tests of randomness.
pub struct Random(u64);

impl Random {
    /// A sequence of its own for each thing that is made, so that a change to one leaves the others as they were.
    pub fn of(seed: u64, what: &str, index: usize) -> Self {
        let mix = |state: u64, byte: u8| (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        let state = what.bytes().fold(seed ^ 0xcbf2_9ce4_8422_2325, mix);
        let mut random = Self(state.wrapping_add((index as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)));
        random.next();
        random
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`, which is above zero.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("below a usize")
    }

    /// A number from `first` to `last`.
    pub fn between(&mut self, first: usize, last: usize) -> usize {
        first + self.below(last - first + 1)
    }

    /// True in so many of a hundred cases.
    pub fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of these.
    pub fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// A number below `end` that is more often small than large, as markets are: few sell to many.
    pub fn low(&mut self, end: usize) -> usize {
        let (first, second) = (self.below(end), self.below(end));
        first * second / end
    }
}
