#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| citytools_fuzz::files::read(input));
