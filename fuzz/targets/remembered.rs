#![no_main]

#[path = "../mutate.rs"]
mod mutate;

libfuzzer_sys::fuzz_target!(|input: &[u8]| citytools_fuzz::remembered::read(input));
libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, most: usize, seed: u32| {
    mutate::mutate(data, size, most, seed)
});
